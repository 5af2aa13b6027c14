package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What was copied of a table: of which file, and what S3 said of it. Who loses them copies all of the table again. */
final class LakeNotes {
    private final Path file;
    private final Map<String, Copied> copied = new TreeMap<>();

    /**
     * @param stamp of the file, another one when it was written anew
     * @param tag of the content in S3
     */
    record Copied(String stamp, String tag) {}

    /** Reads what was noted; a line that is none counts as not there. */
    LakeNotes(Path file) {
        this.file = file;
        try {
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split("\t", -1);
                if (fields.length == 3) {
                    copied.put(fields[0], new Copied(fields[1], fields[2]));
                }
            }
        } catch (NoSuchFileException e) {
            copied.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("what was copied is unknown: " + file, e);
        }
    }

    /**
     * What tells a file from another in its place; empty when it is gone. Its own time does not: sums are made as old as what they
     * are made of.
     */
    static Optional<String> stamp(Path file) {
        try {
            Map<String, Object> known = Files.readAttributes(file, "unix:ino,ctime,size");
            return Optional.of(known.get("ino") + " " + known.get("ctime") + " " + known.get("size"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be looked at", e);
        }
    }

    /** @param tag what is in S3 now, if anything */
    boolean isCopied(String key, String stamp, @Nullable String tag) {
        Copied last = copied.get(key);
        return last != null && last.stamp().equals(stamp) && last.tag().equals(tag);
    }

    void note(String key, Copied last) {
        copied.put(key, last);
    }

    /** Forgets what is not there any more and keeps the rest for the next start. */
    void save(Set<String> there) {
        copied.keySet().retainAll(there);
        StringBuilder lines = new StringBuilder();
        copied.forEach((key, last) -> lines.append(key)
                .append('\t')
                .append(last.stamp())
                .append('\t')
                .append(last.tag())
                .append('\n'));
        Path fresh = file.resolveSibling("_" + file.getFileName());
        try {
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("what was copied cannot be noted: " + file, e);
        }
    }
}
