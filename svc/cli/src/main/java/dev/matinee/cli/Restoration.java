package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Data directories out of backups, as the platform's jobs want them. */
final class Restoration {
    /**
     * What runs them.
     *
     * @param postgres the program
     * @param weed the folder that {@code weed} is in
     * @param scripts the folder of the {@code seaweedfs} job's scripts
     */
    record Programs(Path postgres, Path weed, Path scripts) {
        static Programs of(Checkout checkout, Console console) {
            var tools = new ToolBox(checkout, console)
                    .have(Tools.ALL.stream()
                            .filter(tool -> List.of("postgresql", "seaweedfs").contains(tool.name()))
                            .toList());
            return new Programs(
                    program(tools, "postgresql", "postgres"),
                    Checkout.parent(program(tools, "seaweedfs", "weed")),
                    checkout.jobs().resolve("seaweedfs"));
        }

        private static Path program(Map<String, ToolBox.Found> tools, String tool, String program) {
            return Objects.requireNonNull(tools.get(tool)).program(program);
        }
    }

    private final BackupFolder folder;
    private final Programs programs;
    private final Console console;

    Restoration(BackupFolder folder, Programs programs, Console console) {
        this.folder = folder;
        this.programs = programs;
        this.console = console;
    }

    static void clear(Path place) {
        try {
            Trees.delete(place);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path postgresql(Path place) {
        return place.resolve("postgresql");
    }

    static Path seaweedfs(Path place) {
        return place.resolve("seaweedfs");
    }

    static Path cluster(Path place) {
        return postgresql(place).resolve("18");
    }

    /** Fills an empty folder, and stops what it ran for that. */
    void into(Path place, RestorePlan plan, List<String> buckets) {
        Checkout.made(postgresql(place));
        console.during(
                "postgresql",
                () -> {
                    recovery().into(cluster(place), plan);
                    return plan.at().orElse(plan.objects().getLast().point());
                },
                at -> "as of " + at);
        console.during(
                "objects",
                () -> {
                    var objects = objects(plan);
                    try (var store = store(place, buckets)) {
                        store.fill(objects, folder.pool(), note -> console.note("objects", note));
                    }
                    return objects.size();
                },
                count -> count + ", each as it was kept");
    }

    Recovery recovery() {
        return new Recovery(folder, programs.postgres());
    }

    ScratchStore store(Path place, List<String> buckets) {
        return ScratchStore.start(
                programs.scripts(),
                programs.weed(),
                Checkout.made(seaweedfs(place)),
                place.resolve("seaweedfs-work"),
                buckets);
    }

    private List<StoredObject> objects(RestorePlan plan) {
        var all = new TreeMap<String, StoredObject>();
        for (var manifest : plan.objects()) {
            folder.objects(manifest).forEach(it -> all.put(it.name(), it));
        }
        return List.copyOf(all.values());
    }
}
