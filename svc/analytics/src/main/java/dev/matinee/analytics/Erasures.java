package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Who is to be erased, and who was, by pseudonym: an empty file for each. */
final class Erasures {
    private static final String ASKED = "asked-";
    private static final String DONE = "done-";

    private final Path directory;

    Erasures(Path directory) {
        this.directory = directory;
    }

    /** Takes note that somebody is to be erased; asking again for who was erased does it again. */
    void ask(String person) {
        try {
            Files.createDirectories(directory);
            Path fresh = directory.resolve("_" + UUID.randomUUID());
            Files.createFile(fresh);
            Files.move(fresh, directory.resolve(ASKED + person), StandardCopyOption.ATOMIC_MOVE);
            Disk.force(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("an erasure cannot be taken note of", e);
        }
    }

    /** Who is to be erased and still is in files. */
    List<String> asked() {
        return people(ASKED);
    }

    /** Whose data is not taken any more: who is to be erased, and who was. */
    List<String> all() {
        List<String> all = new ArrayList<>(people(ASKED));
        all.addAll(people(DONE));
        return all.stream().distinct().toList();
    }

    /** Takes note that the files know nothing of somebody. */
    void done(String person) {
        try {
            Files.move(
                    directory.resolve(ASKED + person),
                    directory.resolve(DONE + person),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Disk.force(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("an erasure cannot be taken note of", e);
        }
    }

    private List<String> people(String state) {
        try {
            return Disk.list(directory).stream()
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(state))
                    .map(name -> name.substring(state.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("who is erased is unknown", e);
        }
    }
}
