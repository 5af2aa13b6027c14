package dev.matinee.analytics;

import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.KafkaSettings;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the warehouse from Kafka, each record once. One process does it, by a lock on the disk; another instance on the same disk
 * waits for the lock, so a new version can stand beside the old one. Whatever goes wrong, it begins again at what is committed.
 */
final class Ingester implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Ingester.class.getName());
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String POLLED = "5000";
    private static final String FETCHED_BYTES = String.valueOf(2 * 1024 * 1024);

    private final KafkaSettings kafka;
    private final Warehouse warehouse;
    private final Engine engine;
    private final UnaryOperator<String> pseudonym;
    private final Upkeep upkeep;
    private final Settings settings;
    private final Optional<Lake> lake;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile @Nullable KafkaConsumer<String, byte[]> waking;

    /**
     * @param every what was read is in the files after so long
     * @param rows or when it is so many
     * @param bytes or so much
     * @param upkeep how often it is looked after what is written: summed up, forgotten, erased
     */
    record Settings(Duration every, int rows, long bytes, Duration upkeep) {}

    /**
     * @param pseudonym of a member by the subject of their token
     * @param lake where the files are copied to, if anywhere
     */
    Ingester(
            KafkaSettings kafka,
            Warehouse warehouse,
            Engine engine,
            UnaryOperator<String> pseudonym,
            Upkeep upkeep,
            Settings settings,
            Optional<Lake> lake) {
        this.kafka = kafka;
        this.warehouse = warehouse;
        this.engine = engine;
        this.pseudonym = pseudonym;
        this.upkeep = upkeep;
        this.settings = settings;
        this.lake = lake;
        this.thread = Thread.ofPlatform().name("ingester").daemon(true).unstarted(this::run);
    }

    Ingester start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        running = false;
        KafkaConsumer<String, byte[]> consumer = waking;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (running) {
                try (FileChannel channel = FileChannel.open(
                                warehouse.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = lock(channel)) {
                    if (lock != null) {
                        write();
                    }
                } catch (WakeupException e) {
                    LOG.log(Level.DEBUG, "the ingester was woken to end");
                } catch (IOException | RuntimeException e) {
                    // Nobody would notice a writer that has ended.
                    LOG.log(Level.ERROR, "the ingester stumbles and begins again at what is committed", e);
                }
                if (running) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another instance in this process has it.
            return null;
        }
    }

    private void write() {
        upkeep.begin();
        Properties properties = kafka.consumer(AnalyticsConfig.NAME);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED_BYTES);
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(properties);
                Batch batch = new Batch(engine, warehouse, pseudonym, upkeep::firstKept);
                Lake.@Nullable Copying copying = lake.map(Lake::start).orElse(null)) {
            waking = consumer;
            Map<TopicPartition, Long> there = assign(consumer);
            boolean caughtUp = false;
            long begun = System.nanoTime();
            long keptUp = System.nanoTime();
            while (running) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                if (batch.isEmpty()) {
                    begun = System.nanoTime();
                }
                batch.add(records);
                boolean full = batch.rows() >= settings.rows() || batch.bytes() >= settings.bytes();
                boolean old = !batch.isEmpty()
                        && System.nanoTime() - begun >= settings.every().toNanos();
                if (full || old) {
                    tell(consumer, batch.write());
                }
                caughtUp = caughtUp || (batch.isEmpty() && isReadTo(there, consumer));
                if (System.nanoTime() - keptUp >= settings.upkeep().toNanos()) {
                    keepUp(copying, caughtUp);
                    keptUp = System.nanoTime();
                }
            }
        } finally {
            waking = null;
        }
    }

    private static boolean isReadTo(Map<TopicPartition, Long> ends, KafkaConsumer<?, ?> consumer) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** What cannot be kept up is no reason not to write what comes. */
    private void keepUp(Lake.@Nullable Copying copying, boolean caughtUp) {
        try {
            upkeep.run(copying, caughtUp);
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            Metrics.globalRegistry()
                    .getOrCreate(Counter.builder("analytics_upkeep_failures")
                            .description("Times that files could not be erased, summed up or forgotten"))
                    .increment();
            LOG.log(Level.ERROR, "files were not kept up, which is tried again", e);
        }
    }

    /**
     * All partitions are ours: whose they are is decided by the lock, so Kafka has nothing to share out. Returns where each ends
     * now.
     */
    private Map<TopicPartition, Long> assign(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : WarehouseTable.topics()) {
            consumer.partitionsFor(topic.topicName())
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        for (TopicPartition partition : partitions) {
            OptionalLong next = warehouse.next(partition);
            if (next.isEmpty()) {
                consumer.seekToBeginning(List.of(partition));
                continue;
            }
            if (next.getAsLong() > ends.getOrDefault(partition, 0L)) {
                throw new IllegalStateException(partition + " ends at " + ends.get(partition)
                        + ", and the warehouse has it up to " + next.getAsLong()
                        + ": the topic was made anew; move the warehouse away to have it made anew too, all but its"
                        + " folder erasures: who was erased is known from there alone");
            }
            if (next.getAsLong() < beginnings.getOrDefault(partition, 0L)) {
                LOG.log(
                        Level.ERROR,
                        "{0} begins at {1}, and the warehouse has it up to {2} only: Kafka kept what is between for too short",
                        partition,
                        beginnings.get(partition),
                        next.getAsLong());
            }
            consumer.seek(partition, next.getAsLong());
        }
        return ends;
    }

    private void tell(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> written) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        written.forEach((partition, next) -> {
            offsets.put(partition, new OffsetAndMetadata(next));
            Metrics.globalRegistry()
                    .getOrCreate(Counter.builder("analytics_files")
                            .description("Times that a partition's rows were put into files")
                            .tags(List.of(Tag.create("topic", partition.topic()))))
                    .increment();
        });
        try {
            consumer.commitSync(offsets);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "Kafka was not told how far the warehouse is: {0}", e.toString());
        }
    }
}
