package dev.matinee.encoder;

import dev.matinee.events.EncodeTask;
import dev.matinee.events.MalformedEventException;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.EventSpans;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.sql.SqlStates;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Takes one task at a time from the share group (KIP-932) and runs its job. Kafka only spreads the work: once the lease
 * is taken the task is accepted, and from there on the lease and the sweeper see to it that the job is not lost. So no
 * lock has to be renewed for hours, and a lock that lapses early only makes another worker find the lease taken.
 */
final class Worker implements AutoCloseable {
    static final String GROUP = "encoder-workers";

    private static final System.Logger LOG = System.getLogger(Worker.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LOCK = Duration.ofSeconds(30);
    private static final String BETWEEN_POLLS =
            String.valueOf(Duration.ofDays(1).toMillis());
    private static final Duration COMMIT = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Supplier<KafkaShareConsumer<String, byte[]>> consumers;
    private final Work work;
    private final String name;
    private final EncoderMetrics metrics;
    private final Thread thread;
    private volatile KafkaShareConsumer<String, byte[]> consumer;
    private volatile boolean running = true;
    private volatile @Nullable Thread job;

    private Worker(
            Supplier<KafkaShareConsumer<String, byte[]>> consumers, Work work, String name, EncoderMetrics metrics) {
        this.consumers = consumers;
        this.work = work;
        this.name = name;
        this.metrics = metrics;
        this.consumer = consumers.get();
        this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::loop);
    }

    /** What can be taken and done. */
    interface Work {
        /** Takes the lease that a task asks for; empty when there is nothing to take. */
        Optional<Taken> take(EncodeTask task, String worker);

        /** Takes what waits for somebody although no task of it has come here; empty when there is nothing. */
        Optional<Taken> takeAny(String worker);
    }

    /**
     * Leased work.
     *
     * @param trace of the request that it goes back to, as it was kept; empty for none
     */
    record Taken(String trace, Making making) {
        EncoderMetrics.Outcome run(long taken) {
            return making.run(taken);
        }
    }

    /** Does leased work. */
    interface Making {
        /**
         * Does it, to its end.
         *
         * @param taken the moment, by {@link System#nanoTime}, before the lease was asked for
         */
        EncoderMetrics.Outcome run(long taken);
    }

    /** @param name unique among all workers; written into the job it holds */
    static Worker start(KafkaSettings kafka, Work work, String name, EncoderMetrics metrics) {
        return start(() -> new KafkaShareConsumer<>(settings(kafka, name)), work, name, metrics);
    }

    /** @param consumers asked for another consumer whenever the one before is of no more use */
    static Worker start(
            Supplier<KafkaShareConsumer<String, byte[]>> consumers, Work work, String name, EncoderMetrics metrics) {
        Worker worker = new Worker(consumers, work, name, metrics);
        worker.thread.start();
        return worker;
    }

    /** Whether it takes work, or will again. */
    boolean alive() {
        return thread.isAlive();
    }

    /** Makes the topic and sets the group's ways: oldest first, and a lock long enough to take a lease. */
    static void prepareQueue(KafkaSettings kafka) {
        Topics.ensure(kafka, Set.of(Topic.ENCODE_TASKS));
        Map<ConfigResource, Collection<AlterConfigOp>> changes = Map.of(
                new ConfigResource(ConfigResource.Type.GROUP, GROUP),
                List.of(
                        set("share.auto.offset.reset", "earliest"),
                        set("share.record.lock.duration.ms", String.valueOf(LOCK.toMillis()))));
        try (Admin admin = Admin.create(kafka.admin())) {
            admin.incrementalAlterConfigs(changes).all().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the share group cannot be set up", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while setting up the share group", e);
        }
    }

    /** Takes no more, and gives back what it is at. */
    @Override
    public void close() {
        running = false;
        Thread current = job;
        if (current != null) {
            current.interrupt();
        }
        consumer.wakeup();
        try {
            if (!thread.join(STOP)) {
                LOG.log(Level.WARNING, "{0} does not end", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        try {
            while (running) {
                takeTasks();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            letGo(consumer);
        }
    }

    // A consumer that has failed may never work again, and nobody would notice a worker that only seems to wait.
    private void takeTasks() throws InterruptedException {
        try {
            consumer.subscribe(List.of(Topic.ENCODE_TASKS.topicName()));
            while (running) {
                pollOnce();
            }
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "{0} was woken to end", name);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, name + " takes tasks by another consumer from now on", e);
            metrics.consumerReplaced();
            letGo(consumer);
            replaceConsumer();
        }
    }

    private void replaceConsumer() throws InterruptedException {
        while (running) {
            Thread.sleep(PAUSE);
            try {
                consumer = consumers.get();
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "{0} has no consumer: {1}", name, e.toString());
            }
        }
    }

    private void letGo(KafkaShareConsumer<String, byte[]> consumer) {
        try {
            consumer.close(COMMIT);
        } catch (RuntimeException e) {
            LOG.log(Level.INFO, "{0}''s consumer is not closed in order: {1}", name, e.toString());
        }
    }

    private void pollOnce() throws InterruptedException {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<String, byte[]> record : records) {
            handle(record);
        }
        if (records.isEmpty()) {
            help();
        }
    }

    // A share group gives each partition to some of its workers only, and notices late when one has died: who has
    // nothing to do looks for itself.
    private void help() throws InterruptedException {
        long taken = System.nanoTime();
        try {
            work.takeAny(name).ifPresent(held -> run(null, held, taken));
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "{0} waits for the database: {1}", name, e.toString());
            Thread.sleep(PAUSE);
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        Optional<EncodeTask> task = task(record);
        if (task.isEmpty()) {
            acknowledge(record, AcknowledgeType.REJECT);
            return;
        }
        while (running) {
            long taken = System.nanoTime();
            Optional<Taken> held;
            try {
                held = work.take(task.get(), name);
            } catch (IllegalArgumentException e) {
                LOG.log(Level.ERROR, "not the id of a job: " + task.get(), e);
                acknowledge(record, AcknowledgeType.REJECT);
                return;
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "{0} waits for the database: {1}", name, e.toString());
                Thread.sleep(PAUSE);
                if (SqlStates.isTransient(e)) {
                    continue;
                }
                break;
            }
            // Nothing to take: it is done, or somebody is at it, or the sweeper will ask again when it is due.
            acknowledge(record, AcknowledgeType.ACCEPT);
            held.ifPresent(lease -> run(record, lease, taken));
            return;
        }
        // Kafka gives a task out five times at most; after that the sweeper asks again.
        acknowledge(record, AcknowledgeType.RELEASE);
    }

    private static Optional<EncodeTask> task(ConsumerRecord<String, byte[]> record) {
        try {
            return EventRecords.read(record)
                    .filter(event -> event.data() instanceof EncodeTask)
                    .map(event -> (EncodeTask) event.data());
        } catch (MalformedEventException e) {
            LOG.log(Level.ERROR, "not a task: " + record.topic() + "/" + record.offset(), e);
            return Optional.empty();
        }
    }

    private void run(@Nullable ConsumerRecord<String, byte[]> record, Taken lease, long taken) {
        // A platform thread: an interrupt must stop waiting for ffmpeg, and never close the database's socket.
        Thread thisJob = Thread.ofPlatform().name(name + "-job").start(() -> within(record, lease, taken));
        job = thisJob;
        try {
            if (!running) {
                thisJob.interrupt();
            }
            thisJob.join();
        } catch (InterruptedException e) {
            thisJob.interrupt();
            Thread.currentThread().interrupt();
        } finally {
            job = null;
        }
    }

    private void within(@Nullable ConsumerRecord<String, byte[]> record, Taken lease, long taken) {
        try {
            EventSpans.Work work = () -> LOG.log(Level.DEBUG, "{0}: {1}", name, lease.run(taken));
            if (record != null && EventSpans.isTraced(record)) {
                EventSpans.within(record, GROUP, work);
            } else {
                // Looked for, or asked for again by the sweeper, who knows of no trace.
                EventSpans.within(Topic.ENCODE_TASKS.topicName() + " take", lease.trace(), work);
            }
        } catch (Exception e) {
            LOG.log(Level.ERROR, name + "'s work ended without a word; its lease will lapse", e);
        }
    }

    private void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
        try {
            consumer.acknowledge(record, type);
            consumer.commitSync(COMMIT)
                    .forEach((partition, failure) -> failure.ifPresent(
                            e -> LOG.log(Level.INFO, "{0} of {1} did not count: {2}", type, partition, e.toString())));
        } catch (WakeupException e) {
            LOG.log(Level.DEBUG, "{0} was woken while it said {1}", name, type);
        } catch (KafkaException | IllegalStateException e) {
            LOG.log(Level.INFO, "{0} could not say {1}: {2}", name, type, e.toString());
        }
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    static Properties settings(KafkaSettings kafka, String name) {
        Properties all = kafka.admin();
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, name);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        all.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // A worker that is busy must not sit on tasks that another could do.
        all.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        // Between two polls lies a whole job.
        all.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, BETWEEN_POLLS);
        all.put(ConsumerConfig.CONNECTIONS_MAX_IDLE_MS_CONFIG, BETWEEN_POLLS);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return all;
    }
}
