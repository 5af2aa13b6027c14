package dev.matinee.analytics;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Where a table's files of a day really are: {@code tables/<table>/day=<date>} is a link to {@code generations/<table>/day=<date>/<number>},
 * so that many files are changed for others by one rename. Whoever reads has the files before or those after. Those before stay for a
 * while, since somebody may have listed them and not opened them yet.
 */
final class Generations {
    private static final System.Logger LOG = System.getLogger(Generations.class.getName());

    private final Path directory;

    Generations(Path directory) {
        this.directory = directory;
    }

    /** The day's folder, begun when there is none. */
    Path begun(String table, String day) throws IOException {
        Path link = link(table, day);
        if (!Files.exists(link)) {
            lead(table, day, Files.createDirectories(all(table, day).resolve("0")));
        }
        return link;
    }

    /** An empty folder that is to be the next one. */
    Path next(String table, String day) throws IOException {
        int now = Integer.parseInt(
                String.valueOf(Files.readSymbolicLink(link(table, day)).getFileName()));
        Path next = all(table, day).resolve(String.valueOf(now + 1));
        Disk.delete(next);
        return Files.createDirectories(next);
    }

    /** Has a day led to another folder, whose files are on the disk already. */
    void lead(String table, String day, Path generation) throws IOException {
        Disk.force(generation);
        Path link = link(table, day);
        Files.createDirectories(tables(table));
        Path fresh = directory.resolve("making").resolve("link-" + UUID.randomUUID());
        Files.createSymbolicLink(fresh, Path.of("..", "..").resolve(directory.relativize(generation)));
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
        Disk.force(tables(table));
    }

    /** Takes a day away: first for whoever looks, then from the disk. */
    void drop(String table, String day) throws IOException {
        Path link = link(table, day);
        if (Files.isSymbolicLink(link)) {
            Files.delete(link);
            Disk.force(tables(table));
        }
        Disk.delete(all(table, day));
    }

    /** Deletes what no day leads to any more; long enough after it did that nobody reads it. */
    void tidy() throws IOException {
        for (Path table : Disk.list(directory.resolve("generations"))) {
            for (Path day : Disk.list(table)) {
                tidy(link(String.valueOf(table.getFileName()), String.valueOf(day.getFileName())), day);
            }
        }
    }

    private static void tidy(Path link, Path generations) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            LOG.log(Level.INFO, "{0} was being dropped, or not begun", link);
            Disk.delete(generations);
            return;
        }
        Path now = Files.readSymbolicLink(link).getFileName();
        for (Path generation : Disk.list(generations)) {
            if (!generation.getFileName().equals(now)) {
                Disk.delete(generation);
            }
        }
    }

    private Path link(String table, String day) {
        return tables(table).resolve(day);
    }

    private Path tables(String table) {
        return directory.resolve("tables").resolve(table);
    }

    private Path all(String table, String day) {
        return directory.resolve("generations").resolve(table).resolve(day);
    }
}
