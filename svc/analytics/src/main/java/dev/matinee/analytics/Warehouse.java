package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
import java.util.stream.Stream;
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
    private static final String ASKED = "asked-";
    private static final String DONE = "done-";
    static final String DAY = "day=";
    /** Of the file that has no rows. */
    static final LocalDate NO_DAY = LocalDate.EPOCH;

    private final Path directory;
    private final Consumer<Step> steps;

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
        try {
            Files.createDirectories(offsets());
            Files.createDirectories(making());
        } catch (IOException e) {
            throw new UncheckedIOException("no warehouse can be in " + directory, e);
        }
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
                force(fresh);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                force(directory);
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
                force(made.file());
            }
            steps.accept(Step.WRITTEN);
            for (Made made : files) {
                Path day = table(made.table()).resolve(DAY + made.day());
                Files.createDirectories(day);
                Files.move(
                        made.file(),
                        day.resolve(partition + "-" + first + ".parquet"),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                force(day);
                force(table(made.table()));
                steps.accept(Step.ONE_RENAMED);
            }
            steps.accept(Step.RENAMED);
            Path fresh = toMake("offset");
            Files.writeString(fresh, next + "\n", StandardCharsets.US_ASCII);
            force(fresh);
            Files.move(
                    fresh,
                    offsets().resolve(partition.toString()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(offsets());
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
            Files.move(
                    file,
                    day.resolve("schema.parquet"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the table " + folder + " cannot be begun", e);
        }
    }

    /** The days that a table has files of. */
    Set<LocalDate> days(String folder) {
        Set<LocalDate> days = new TreeSet<>();
        try {
            for (Path day : list(table(folder))) {
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
            for (Path file : list(table(folder).resolve(DAY + day))) {
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
            force(file);
            Files.createDirectories(place);
            Files.move(
                    file,
                    place.resolve(folder + ".parquet"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(place);
        } catch (IOException e) {
            throw new UncheckedIOException("the " + folder + " of " + day + " cannot be put in its place", e);
        }
    }

    /** Takes note that somebody is to be erased; asking again for who was erased does it again. */
    void erase(String person) {
        try {
            Files.createDirectories(erasures());
            Path fresh = erasures().resolve("_" + UUID.randomUUID());
            Files.createFile(fresh);
            Files.move(fresh, erasures().resolve(ASKED + person), StandardCopyOption.ATOMIC_MOVE);
            force(erasures());
        } catch (IOException e) {
            throw new UncheckedIOException("an erasure cannot be taken note of", e);
        }
    }

    /** Who is to be erased and still is in files. */
    List<String> toErase() {
        return people(ASKED);
    }

    /** Whose data is not taken any more: who is to be erased, and who was. */
    List<String> erased() {
        List<String> all = new ArrayList<>(people(ASKED));
        all.addAll(people(DONE));
        return all.stream().distinct().toList();
    }

    /** Takes note that the files know nothing of somebody. */
    void isErased(String person) {
        try {
            Files.move(
                    erasures().resolve(ASKED + person),
                    erasures().resolve(DONE + person),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            force(erasures());
        } catch (IOException e) {
            throw new UncheckedIOException("an erasure cannot be taken note of", e);
        }
    }

    /** All files of a table. */
    List<Path> files(String folder) {
        List<Path> files = new ArrayList<>();
        try {
            for (Path day : list(table(folder))) {
                list(day).stream()
                        .filter(file -> file.toString().endsWith(".parquet"))
                        .forEach(files::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the files of " + folder + " cannot be listed", e);
        }
        return files;
    }

    /** Puts another file in the place of one. */
    void rewrite(Path file, Path made) {
        try {
            force(made);
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(file.resolveSibling("."));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written anew", e);
        }
    }

    private List<String> people(String state) {
        try {
            return list(erasures()).stream()
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith(state))
                    .map(name -> name.substring(state.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("who is erased is unknown", e);
        }
    }

    private Path erasures() {
        return directory.resolve("erasures");
    }

    /** Takes away what a writer that died had begun; only who writes does this, before anything else. */
    void recover() {
        try {
            for (Path left : list(making())) {
                Files.delete(left);
            }
            for (Path table : list(directory.resolve("tables"))) {
                for (Path day : list(table)) {
                    recover(day);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the warehouse in " + directory + " cannot be set right", e);
        }
    }

    private void recover(Path day) throws IOException {
        for (Path file : list(day)) {
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

    private static List<Path> list(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.toList());
        }
    }

    /** A rename is safe against the power's going only when what it is in was forced too. */
    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
