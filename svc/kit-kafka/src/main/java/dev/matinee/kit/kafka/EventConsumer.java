package dev.matinee.kit.kafka;

import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.MalformedEventException;
import dev.matinee.events.Topic;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Inbox;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.dbclient.DbTransaction;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Handles events once each: the event's id is recorded in the handler's own transaction. A handler that fails is tried
 * {@value #TRIES} times, then the record goes to the dead-letter topic with its cause and the partition moves on. While
 * PostgreSQL is away nothing counts as a try: the consumer waits where it is.
 */
public final class EventConsumer implements AutoCloseable {
    /** How often a handler is tried before its event is set aside. */
    public static final int TRIES = 3;

    private static final System.Logger LOG = System.getLogger(EventConsumer.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    static final Duration REMEMBER = Duration.ofDays(35);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final KafkaSettings kafka;
    private final String group;
    private final Database database;
    private final Map<EventType, EventHandler<?>> handlers;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final EventMetrics metrics;
    private final Thread thread;
    private volatile boolean running = true;
    private long forgetAfter = System.nanoTime();

    private EventConsumer(Builder builder) {
        this.kafka = builder.kafka;
        this.group = builder.group;
        this.database = builder.database;
        this.handlers = new EnumMap<>(builder.handlers);
        this.consumer = new KafkaConsumer<>(kafka.consumer(group));
        this.producer = new KafkaProducer<>(kafka.producer());
        this.metrics = new EventMetrics(group);
        this.thread = Thread.ofPlatform().name("consumer-" + group).daemon(true).unstarted(this::run);
    }

    /**
     * Begins to describe a consumer.
     *
     * @param group the consumer group, the service's name or {@code <service>-<purpose>}
     */
    public static Builder builder(KafkaSettings kafka, String group, Database database) {
        return new Builder(kafka, group, database);
    }

    @Override
    public void close() {
        running = false;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }

    private void run() {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        handlers.keySet().forEach(type -> topics.add(type.topic()));
        try (consumer) {
            consumer.subscribe(topics.stream().map(Topic::topicName).toList());
            while (running) {
                try {
                    pollOnce();
                } catch (WakeupException e) {
                    LOG.log(Level.DEBUG, "{0} was woken to end", group);
                } catch (RuntimeException e) {
                    // Nobody would notice a consumer that has ended, so it begins again where it last committed.
                    LOG.log(Level.ERROR, "consumer " + group + " stumbles and goes on", e);
                    Thread.sleep(PAUSE);
                    rewind();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rewind() {
        try {
            consumer.committed(consumer.assignment()).forEach((partition, committed) -> {
                if (committed == null) {
                    consumer.seekToBeginning(Set.of(partition));
                } else {
                    consumer.seek(partition, committed);
                }
            });
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "{0} cannot rewind yet: {1}", group, e.toString());
            consumer.unsubscribe();
            consumer.subscribe(handlers.keySet().stream()
                    .map(type -> type.topic().topicName())
                    .distinct()
                    .toList());
        }
    }

    private void pollOnce() throws InterruptedException {
        ConsumerRecords<String, byte[]> records;
        try {
            records = consumer.poll(POLL);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "{0} cannot poll: {1}", group, e.toString());
            Thread.sleep(PAUSE);
            return;
        }
        metrics.lag(consumer);
        for (TopicPartition partition : records.partitions()) {
            handlePartition(partition, records.records(partition));
        }
        if (System.nanoTime() - forgetAfter > 0) {
            forgetAfter = System.nanoTime() + FORGET_EVERY.toNanos();
            forgetOld();
        }
    }

    private void handlePartition(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records)
            throws InterruptedException {
        long next = -1;
        try {
            for (ConsumerRecord<String, byte[]> record : records) {
                if (!running) {
                    break;
                }
                next = record.offset();
                handleRecord(record);
                next = record.offset() + 1;
            }
        } catch (WaitException e) {
            LOG.log(Level.WARNING, "{0} waits at {1}: {2}", group, partition, String.valueOf(e.getCause()));
            consumer.seek(partition, next);
            Thread.sleep(PAUSE);
        }
        try {
            if (next >= 0) {
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(next)));
            }
        } catch (CommitFailedException e) {
            // The partition went to another member; it finds our ids in the inbox.
            LOG.log(Level.INFO, "{0} lost {1} before its commit", group, partition);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "{0} could not commit {1}: {2}", group, partition, e.toString());
        }
    }

    private void handleRecord(ConsumerRecord<String, byte[]> record) throws InterruptedException, WaitException {
        Duration backoff = FIRST_BACKOFF;
        for (int attempt = 1; ; attempt++) {
            try {
                EventSpans.within(record, group, () -> handle(record));
                return;
            } catch (MalformedEventException e) {
                deadLetter(record, e, attempt);
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (SqlStates.isTransient(e)) {
                    throw new WaitException(e);
                }
                if (attempt == TRIES) {
                    deadLetter(record, e, attempt);
                    return;
                }
                LOG.log(Level.WARNING, group + " tries again at " + record.topic() + "/" + record.offset(), e);
                Thread.sleep(backoff);
                backoff = backoff.multipliedBy(4);
            }
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) {
        Optional<Event> event = EventRecords.read(record);
        if (event.isEmpty() || !handlers.containsKey(event.get().type())) {
            return;
        }
        Runnable afterCommit = database.transaction(
                transaction -> Inbox.claim(transaction, group, event.get().id())
                        ? apply(transaction, event.get())
                        : EventHandler.DONE);
        metrics.handled(event.get());
        runAfterCommit(afterCommit, event.get());
    }

    // Not a try: its effect is committed, and another try would find the event in the inbox and pass it over in
    // silence.
    private void runAfterCommit(Runnable afterCommit, Event event) {
        try {
            afterCommit.run();
        } catch (RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    group + " has handled " + event.id() + " (" + event.type().ceType()
                            + "), but what follows its commit failed and is not done again",
                    e);
            metrics.afterCommitFailed(event);
        }
    }

    // The handler was registered with the type's own data class, which Event's constructor has checked.
    @SuppressWarnings("unchecked")
    private <T extends EventData> Runnable apply(DbTransaction transaction, Event event) {
        EventHandler<T> handler = (EventHandler<T>) Objects.requireNonNull(handlers.get(event.type()));
        return handler.handle(transaction, event, (T) event.data());
    }

    private void deadLetter(ConsumerRecord<String, byte[]> record, Exception cause, int attempts)
            throws InterruptedException, WaitException {
        LOG.log(
                Level.ERROR,
                group + " sets aside " + record.topic() + "/" + record.partition() + "/" + record.offset() + " after "
                        + attempts + " tries",
                cause);
        try {
            DeadLetters.set(producer, record, group, cause, attempts);
        } catch (KafkaException e) {
            throw new WaitException(e);
        }
        metrics.deadLettered(record);
    }

    private void forgetOld() {
        try {
            while (running && Inbox.forget(database.execute(), REMEMBER) == Inbox.FORGET_AT_ONCE) {
                LOG.log(Level.DEBUG, "{0} forgets on", group);
            }
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "old inbox rows stay for now", e);
        }
    }

    /** What the event needs is away; the partition waits at this record. */
    private static final class WaitException extends Exception {
        WaitException(Exception cause) {
            super(cause);
        }
    }

    /** Describes a consumer. */
    public static final class Builder {
        private final KafkaSettings kafka;
        private final String group;
        private final Database database;
        private final Map<EventType, EventHandler<?>> handlers = new EnumMap<>(EventType.class);

        private Builder(KafkaSettings kafka, String group, Database database) {
            this.kafka = kafka;
            this.group = group;
            this.database = database;
        }

        /**
         * Handles one type of event.
         *
         * @param dataClass the type's data class, so that the handler's parameter is checked
         */
        public <T extends EventData> Builder on(EventType type, Class<T> dataClass, EventHandler<T> handler) {
            if (type.dataClass() != dataClass) {
                throw new IllegalArgumentException(type + " carries " + type.dataClass());
            }
            handlers.put(type, handler);
            return this;
        }

        /** Makes the topics that are missing and starts consuming. */
        public EventConsumer start() {
            Set<Topic> topics = EnumSet.noneOf(Topic.class);
            handlers.keySet().forEach(type -> topics.add(type.topic()));
            Topics.ensure(kafka, topics);
            Topics.ensureDeadLetters(kafka, group, topics);
            EventConsumer consumer = new EventConsumer(this);
            consumer.thread.start();
            return consumer;
        }
    }
}
