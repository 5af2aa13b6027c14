package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What jobs fetch: a directory of {@code <pack>-<version>.tar.gz}, served on loopback by the JDK's own file server. */
final class ArtifactStore {
    private final Checkout checkout;
    private final Console console;

    ArtifactStore(Checkout checkout, Console console) {
        this.checkout = checkout;
        this.console = console;
    }

    /** Packs what is built and what is configuration; answers the checksum of each pack by name. */
    Map<String, String> fill() {
        var sums = new TreeMap<String, String>();
        for (var service : services()) {
            var built = service.resolve("target").resolve(archive(String.valueOf(service.getFileName())));
            if (Files.exists(built)) {
                var placed = checkout.artifacts().resolve(String.valueOf(built.getFileName()));
                place(built, placed);
                sums.put(String.valueOf(service.getFileName()), Pack.sha256(placed));
            }
        }
        configuration().forEach((pack, sources) -> {
            var placed = checkout.artifacts().resolve(archive(pack));
            Pack.write(sources, placed);
            sums.put(pack, Pack.sha256(placed));
        });
        return sums;
    }

    private List<Path> services() {
        return Checkout.list(checkout.root().resolve("svc"));
    }

    private Map<String, List<Path>> configuration() {
        var file = checkout.jobs().resolve("packs.json");
        var packs = new TreeMap<String, List<Path>>();
        if (!Files.exists(file)) {
            return packs;
        }
        Json.read(file).properties().forEach(entry -> {
            var sources = new ArrayList<Path>();
            for (var node : entry.getValue()) {
                var source = checkout.root().resolve(node.asText());
                if (Files.exists(source)) {
                    sources.add(source);
                } else {
                    console.warn("nomad-jobs/packs.json: " + entry.getKey() + " asks for " + node.asText()
                            + ", which is not there");
                }
            }
            packs.put(entry.getKey(), sources);
        });
        return packs;
    }

    private static void place(Path from, Path to) {
        try {
            var beside = to.resolveSibling("." + to.getFileName() + ".new");
            Files.copy(from, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String archive(String pack) {
        return pack + "-" + Checkout.VERSION + ".tar.gz";
    }

    /** Serves on the port of an earlier run when that is free, because the address is part of every job. */
    State serve(State state) {
        var daemon = daemon(checkout);
        if (daemon.running().isPresent() && state.artifactsPort() != 0) {
            return state;
        }
        daemon.stop(Duration.ofSeconds(5));
        var port = state.artifactsPort() != 0 && State.free(state.artifactsPort())
                ? state.artifactsPort()
                : State.anyFreePort();
        daemon.start(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString(),
                "-J-Xmx24m",
                "-J-XX:+UseSerialGC",
                "-J-XX:TieredStopAtLevel=1",
                "-b",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-d",
                checkout.artifacts().toString()));
        return new State(state.gatewayPort(), port);
    }

    static Daemon daemon(Checkout checkout) {
        return new Daemon(checkout, "artifacts");
    }
}
