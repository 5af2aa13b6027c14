package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;

/**
 * The folder with the files, as any engine reads them: {@code <table>/day=<date>/<topic>-<partition>-<first offset>.parquet}.
 *
 * <p>What is in it is true by one number for each partition, {@code offsets/<topic>-<partition>}: the offset behind the last
 * record that the files hold. Files are written elsewhere on the same disk, renamed into their place, and only then is the
 * number replaced, all of it forced to the disk. So after a crash at any point, files that begin at that offset or behind are
 * deleted, and reading goes on at that offset: no row is lost, none is there twice. Kafka is told the offsets too, for the eye of
 * an operator; they are not believed, since Kafka forgets them and a disk that is lost must be filled again from the beginning.
 */
final class Warehouse {
    private static final System.Logger LOG = System.getLogger(Warehouse.class.getName());
    private static final Pattern NAME = Pattern.compile("(.+)-([0-9]+)-([0-9]+)\\.parquet");
    static final String DAY = "day=";
    /** Of the file that has no rows. */
    static final LocalDate NO_DAY = LocalDate.EPOCH;

    private final Path directory;
    private final Consumer<Step> steps;
    private final Generations generations;
    private final Erasures erasures;

    /** What is done of a commit; a crash between two of them must cost nothing. */
    enum Step {
        WRITTEN,
        ONE_RENAMED,
        RENAMED,
        COMMITTED
    }

    Warehouse(Path directory) {
        this(directory, step -> {});
    }

    /** @param steps is told of each step of a commit, for tests that end the process there */
    Warehouse(Path directory, Consumer<Step> steps) {
        this.directory = directory;
        this.steps = steps;
        this.generations = new Generations(directory);
        this.erasures = new Erasures(directory.resolve("erasures"));
        try {
            Files.createDirectories(offsets());
            Files.createDirectories(making());
        } catch (IOException e) {
            throw new UncheckedIOException("no warehouse can be in " + directory, e);
        }
    }

    Erasures erasures() {
        return erasures;
    }

    /** A file that is written and not yet in its place. */
    record Made(Path file, String table, LocalDate day) {}

    Path table(String folder) {
        return directory.resolve("tables").resolve(folder);
    }

    /** Where it is noted what of a table was copied to S3. */
    Path lake(String folder) {
        return directory.resolve("lake").resolve(folder);
    }

    /** What tells this warehouse from any other, also from an empty one that took its place; made when it is first asked for. */
    String name() {
        Path file = directory.resolve("name");
        try {
            if (!Files.exists(file)) {
                Path fresh = Files.writeString(toMake("name"), UUID.randomUUID().toString());
                Disk.force(fresh);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                Disk.force(directory);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the warehouse has no name: " + file, e);
        }
    }

    /** Where who writes the warehouse shows that nobody else does. */
    Path lock() {
        return directory.resolve("writer");
    }

    /** A file for something to be written to. */
    Path toMake(String name) {
        return making().resolve(name);
    }

    /** Takes such a file away again. */
    void unmake(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be taken away", e);
        }
    }

    /** Where to go on reading; empty when nothing was read of it. */
    OptionalLong next(TopicPartition partition) {
        Path file = offsets().resolve(partition.toString());
        try {
            return Files.exists(file)
                    ? OptionalLong.of(Long.parseLong(Files.readString(file).strip()))
                    : OptionalLong.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("what was read of " + partition + " is unknown", e);
        }
    }

    /**
     * Puts files in their places and takes note of where to go on.
     *
     * @param first offset of the first record in them
     * @param next offset behind the last
     */
    void commit(TopicPartition partition, long first, long next, List<Made> files) {
        try {
            for (Made made : files) {
                Disk.force(made.file());
            }
            steps.accept(Step.WRITTEN);
            for (Made made : files) {
                Path day = generations.begun(made.table(), DAY + made.day());
                Files.move(
                        made.file(),
                        day.resolve(partition + "-" + first + ".parquet"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                Disk.force(day);
                Disk.force(table(made.table()));
                steps.accept(Step.ONE_RENAMED);
            }
            steps.accept(Step.RENAMED);
            Path fresh = toMake("offset");
            Files.writeString(fresh, next + "\n", StandardCharsets.US_ASCII);
            Disk.force(fresh);
            Files.move(
                    fresh,
                    offsets().resolve(partition.toString()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Disk.force(offsets());
            steps.accept(Step.COMMITTED);
        } catch (IOException e) {
            throw new UncheckedIOException("files of " + partition + " cannot be put in their places", e);
        }
    }

    /**
     * A file without rows, so that a table is one before anything was written to it. It is made anew at each start, since
     * columns are added over time.
     */
    void schema(String folder, Consumer<Path> make) {
        Path day = table(folder).resolve(DAY + NO_DAY);
        // Not where a writer makes its files: who only reads makes this too, and the writer clears that place.
        Path file = day.resolve("_schema-" + UUID.randomUUID());
        try {
            Files.createDirectories(day);
            make.accept(file);
            Files.move(file, schema(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + folder + " cannot be begun", e);
        }
    }

    /** The file that says what columns a table has. */
    Path schema(String folder) {
        return table(folder).resolve(DAY + NO_DAY).resolve("schema.parquet");
    }

    /** All that has a folder. */
    List<String> tables() {
        try {
            return Disk.list(directory.resolve("tables")).stream()
                    .map(table -> String.valueOf(table.getFileName()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the tables cannot be listed", e);
        }
    }

    /** The days that a table has files of. */
    Set<LocalDate> days(String folder) {
        Set<LocalDate> days = new TreeSet<>();
        try {
            for (Path day : Disk.list(table(folder))) {
                LocalDate date =
                        LocalDate.parse(String.valueOf(day.getFileName()).substring(DAY.length()));
                if (!date.equals(NO_DAY)) {
                    days.add(date);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the days of " + folder + " cannot be listed", e);
        }
        return days;
    }

    /** When something of a day was last written; long ago when there is nothing. */
    FileTime newest(String folder, LocalDate day) {
        FileTime newest = FileTime.fromMillis(0);
        try {
            for (Path file : Disk.list(table(folder).resolve(DAY + day))) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + folder + " cannot be listed", e);
        }
        return newest;
    }

    /** When something of a table was last written. */
    FileTime newest(String folder) {
        return days(folder).stream()
                .map(day -> newest(folder, day))
                .max(FileTime::compareTo)
                .orElse(FileTime.fromMillis(0));
    }

    /** Puts the one file of a day, which is made whole each time, in the place of the one before. */
    void replace(String folder, LocalDate day, Path file) {
        Path place = table(folder).resolve(DAY + day);
        try {
            Disk.force(file);
            Files.createDirectories(place);
            Files.move(
                    file,
                    place.resolve(folder + ".parquet"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            Disk.force(place);
        } catch (IOException e) {
            throw new UncheckedIOException("the " + folder + " of " + day + " cannot be put in its place", e);
        }
    }

    /** All files of a table. */
    List<Path> files(String folder) {
        try {
            List<Path> files = new ArrayList<>();
            for (Path day : Disk.list(table(folder))) {
                files.addAll(parquet(day));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + folder + " cannot be listed", e);
        }
    }

    /** The files of a table's day. */
    List<Path> files(String folder, LocalDate day) {
        try {
            return parquet(table(folder).resolve(DAY + day));
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + folder + " cannot be listed", e);
        }
    }

    private static List<Path> parquet(Path day) throws IOException {
        return Disk.list(day).stream()
                .filter(file -> file.toString().endsWith(".parquet"))
                .toList();
    }

    /** Whether a day's files can be changed for others; those of a day that another version began stay as they are. */
    boolean canChange(String folder, LocalDate day) {
        return Files.isSymbolicLink(table(folder).resolve(DAY + day));
    }

    /** Makes a day's files in a folder and returns those that are new. */
    @FunctionalInterface
    interface Change {
        List<Path> make(Path folder) throws IOException;
    }

    /** Puts other files in the place of all files of a day, by one rename; those before are on the disk until {@link #tidy}. */
    void change(String folder, LocalDate day, Change change) {
        try {
            Path next = generations.next(folder, DAY + day);
            for (Path made : change.make(next)) {
                Disk.force(made);
            }
            generations.lead(folder, DAY + day, next);
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + folder + " of " + day + " cannot be changed", e);
        }
    }

    /** Deletes files that others took the place of. */
    void tidy() {
        try {
            generations.tidy();
        } catch (IOException e) {
            throw new UncheckedIOException("files that others took the place of cannot be deleted", e);
        }
    }

    /** Takes a day of a table away. */
    void drop(String folder, LocalDate day) {
        try {
            generations.drop(folder, DAY + day);
            Path place = table(folder).resolve(DAY + day);
            for (Path file : Disk.list(place)) {
                Files.delete(file);
            }
            Files.deleteIfExists(place);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " of " + day + " cannot be dropped", e);
        }
    }

    /** Has a file seem as old as the one whose place it is to take, so that what is made of that is not made again. */
    void seemAsOld(Path made, Path file) {
        try {
            Files.setLastModifiedTime(made, Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written anew", e);
        }
    }

    /** Puts another file in the place of one. */
    void rewrite(Path file, Path made) {
        try {
            Disk.force(made);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Disk.force(file.resolveSibling("."));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written anew", e);
        }
    }

    /** Takes away what a writer that died had begun; only who writes does this, before anything else. */
    void recover() {
        try {
            for (Path left : Disk.list(making())) {
                Files.delete(left);
            }
            generations.tidy();
            for (Path table : Disk.list(directory.resolve("tables"))) {
                for (Path day : Disk.list(table)) {
                    recover(day);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the warehouse in " + directory + " cannot be set right", e);
        }
    }

    private void recover(Path day) throws IOException {
        for (Path file : Disk.list(day)) {
            Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
            if (name.matches()) {
                TopicPartition partition = new TopicPartition(name.group(1), Integer.parseInt(name.group(2)));
                if (Long.parseLong(name.group(3)) >= next(partition).orElse(0)) {
                    LOG.log(Level.INFO, "{0} was not committed and is made again", file);
                    Files.delete(file);
                }
            }
        }
    }

    private Path offsets() {
        return directory.resolve("offsets");
    }

    private Path making() {
        return directory.resolve("making");
    }
}
