package dev.matinee.analytics;

import dev.matinee.kit.s3.S3Settings;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * The same files in S3, where Trino reads them: {@code <table>/day=<date>/<file>.parquet}. It goes by what is there and what is in
 * the warehouse, in rounds: what is new or was written anew is put first, then what the warehouse has no more is deleted. So a round
 * that ends early, or files that somebody lost or added there, are set right by the next one. One file is replaced at once; between a
 * file that took the place of others and the end of these, a reader sees both.
 *
 * <p>Who is erased is gone when a round that began after that is through.
 */
final class Lake {
    private static final System.Logger LOG = System.getLogger(Lake.class.getName());

    /** Names the warehouse that the bucket is the copy of. */
    private static final String OF = "_warehouse";

    private final Settings settings;
    private final Warehouse warehouse;
    private final Set<String> erased = ConcurrentHashMap.newKeySet();
    private volatile long shown = System.nanoTime();

    /**
     * @param bucket of its own, without versions: what is deleted is to be gone
     * @param every how long from one round to the next
     */
    record Settings(S3Settings s3, String bucket, Duration every) {}

    Lake(Settings settings, Warehouse warehouse) {
        this.settings = settings;
        this.warehouse = warehouse;
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("analytics_lake_lag_seconds", this, Lake::lagSeconds)
                        .description("How old what S3 shows of the warehouse may be"));
    }

    /** The folders that are tables there; what could not be read is nobody's table. */
    static List<String> tables() {
        return Stream.of(
                        Arrays.stream(WarehouseTable.values()).map(WarehouseTable::folder),
                        Stream.of(RollUps.SESSION, RollUps.ROLLUP),
                        Arrays.stream(RollUp.values()).map(RollUp::folder))
                .flatMap(folders -> folders)
                .toList();
    }

    /** Has somebody, of whom no file knows any more, called erased when S3 does not either. */
    void confirm(List<String> people) {
        erased.addAll(people);
    }

    /** Of whom no file knows any more, and S3 still may. */
    Set<String> unconfirmed() {
        return Set.copyOf(erased);
    }

    /** Copies on a thread of its own until it is closed; only who writes the warehouse does this. */
    Copying start() {
        return new Copying();
    }

    final class Copying implements AutoCloseable {
        private final CountDownLatch end = new CountDownLatch(1);
        private final Thread thread =
                Thread.ofPlatform().name("lake").daemon(true).start(this::run);

        private void run() {
            try (LakeBucket bucket = new LakeBucket(settings)) {
                do {
                    round(bucket);
                } while (!end.await(settings.every().toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void confirm(List<String> people) {
            Lake.this.confirm(people);
        }

        Set<String> unconfirmed() {
            return Lake.this.unconfirmed();
        }

        @Override
        public void close() {
            end.countDown();
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * What became of a round.
     *
     * @param whole whether S3 has all that the warehouse had when it began, and nothing else
     */
    record Round(boolean whole, int put, int deleted) {
        private Round and(Round other) {
            return new Round(whole && other.whole, put + other.put, deleted + other.deleted);
        }
    }

    Round round(LakeBucket bucket) {
        long begun = System.nanoTime();
        Set<String> people = unconfirmed();
        Round round = isOurs(bucket) ? tables(bucket) : new Round(false, 0, 0);
        if (round.whole()) {
            people.forEach(warehouse.erasures()::done);
            erased.removeAll(people);
            shown = begun;
        } else {
            Metrics.globalRegistry()
                    .getOrCreate(Counter.builder("analytics_lake_failures")
                            .description("Rounds after which S3 did not have all of the warehouse"))
                    .increment();
        }
        return round;
    }

    /** On a new disk a warehouse has nothing, and its copy is the last of what was: that must not be made the same. */
    private boolean isOurs(LakeBucket bucket) {
        try {
            Optional<String> of = bucket.said(OF);
            if (of.isEmpty()) {
                bucket.say(OF, warehouse.name());
            } else if (!of.get().equals(warehouse.name())) {
                LOG.log(
                        Level.ERROR,
                        "the bucket {0} is the copy of another warehouse, so nothing is copied and no erasure is done: bring"
                                + " that one back, or delete {1} in the bucket to have the copy overwritten",
                        settings.bucket(),
                        OF);
                return false;
            }
            return true;
        } catch (SdkException e) {
            LOG.log(Level.WARNING, "S3 does not say whose copy it is; the next round asks again: {0}", e.toString());
            return false;
        }
    }

    private Round tables(LakeBucket bucket) {
        Round round = new Round(true, 0, 0);
        for (String table : tables()) {
            try {
                round = round.and(copy(bucket, table));
            } catch (RuntimeException e) {
                // Nobody would notice a thread that has ended. Said once: where S3 is away it is so for every table.
                Level level = round.whole() ? Level.WARNING : Level.DEBUG;
                LOG.log(level, "S3 does not have all of {0}; the next round tries again: {1}", table, e);
                round = round.and(new Round(false, 0, 0));
            }
            if (Thread.currentThread().isInterrupted()) {
                return round.and(new Round(false, 0, 0));
            }
        }
        return round;
    }

    /** A file that is gone meanwhile has another in its place, which the next round copies. */
    private Round copy(LakeBucket bucket, String table) {
        LakeNotes notes = new LakeNotes(warehouse.lake(table));
        Map<String, Path> wanted = wanted(table);
        Map<String, String> there = bucket.list(table + "/");
        boolean whole = true;
        int put = 0;
        try {
            for (Map.Entry<String, Path> one : wanted.entrySet()) {
                Optional<String> stamp = LakeNotes.stamp(one.getValue());
                if (stamp.isEmpty()) {
                    whole = false;
                } else if (!notes.isCopied(one.getKey(), stamp.get(), there.get(one.getKey()))) {
                    // Written anew while it is copied, it has another stamp the next time.
                    String tag = bucket.put(one.getKey(), one.getValue());
                    notes.note(one.getKey(), new LakeNotes.Copied(stamp.get(), tag));
                    put++;
                }
            }
        } finally {
            if (put > 0) {
                notes.save(wanted.keySet());
            }
        }
        List<String> gone =
                there.keySet().stream().filter(key -> !wanted.containsKey(key)).toList();
        // What took their place must be there before.
        int deleted = whole ? gone.size() : 0;
        bucket.delete(gone.subList(0, deleted));
        count("put", put);
        count("deleted", deleted);
        return new Round(whole, put, deleted);
    }

    private Map<String, Path> wanted(String table) {
        Map<String, Path> wanted = new TreeMap<>();
        for (Path file : warehouse.files(table)) {
            String day = String.valueOf(file.getName(file.getNameCount() - 2));
            if (!day.equals(Warehouse.DAY + Warehouse.NO_DAY)) {
                wanted.put(table + "/" + day + "/" + file.getFileName(), file);
            }
        }
        return wanted;
    }

    private double lagSeconds() {
        return (System.nanoTime() - shown) / 1e9;
    }

    private static void count(String change, int files) {
        Metrics.globalRegistry()
                .getOrCreate(Counter.builder("analytics_lake_files")
                        .description("Files put into S3 and deleted there")
                        .tags(List.of(Tag.create("change", change))))
                .increment(files);
    }
}
