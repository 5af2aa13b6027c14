package dev.matinee.kit.kafka;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.MalformedEventException;
import dev.matinee.events.Topic;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
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
 * Handles events at least once, for a service that has no database to remember them in: the offset is committed after
 * the effect, so the effect must be one that may happen again. What a poll brings of a partition is handled together;
 * when that fails, one by one, each tried {@value EventConsumer#TRIES} times and then set aside in the dead-letter topic.
 * While a part that is needed is away ({@link BatchHandler.AwayException}) nothing counts as a try, and nothing is set aside:
 * all of it comes again.
 */
public final class EventBatches implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventBatches.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration BACKOFF = Duration.ofMillis(200);

    private final String group;
    private final Set<EventType> types;
    private final BatchHandler handler;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final EventMetrics metrics;
    private final Thread thread;
    private volatile boolean running = true;

    private EventBatches(KafkaSettings kafka, String group, Set<EventType> types, BatchHandler handler) {
        this.group = group;
        this.types = types;
        this.handler = handler;
        this.consumer = new KafkaConsumer<>(kafka.consumer(group));
        this.producer = new KafkaProducer<>(kafka.producer());
        this.metrics = new EventMetrics(group);
        this.thread = Thread.ofPlatform().name("batches-" + group).daemon(true).unstarted(this::run);
    }

    /**
     * Makes the topics that are missing and starts consuming.
     *
     * @param group the consumer group, the service's name or {@code <service>-<purpose>}
     * @param types the events it is for; others of their topics are passed over
     */
    public static EventBatches start(KafkaSettings kafka, String group, Set<EventType> types, BatchHandler handler) {
        Set<Topic> topics = topics(types);
        Topics.ensure(kafka, topics);
        Topics.ensureDeadLetters(kafka, group, topics);
        EventBatches batches = new EventBatches(kafka, group, EnumSet.copyOf(types), handler);
        batches.thread.start();
        return batches;
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

    private static Set<Topic> topics(Set<EventType> types) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        types.forEach(type -> topics.add(type.topic()));
        return topics;
    }

    private void run() {
        try (consumer) {
            consumer.subscribe(topics(types).stream().map(Topic::topicName).toList());
            while (running) {
                try {
                    pollOnce();
                } catch (WakeupException e) {
                    LOG.log(Level.DEBUG, "{0} was woken to end", group);
                } catch (RuntimeException e) {
                    // Nobody would notice a consumer that has ended. What was read and not committed is read again.
                    LOG.log(Level.ERROR, "consumer " + group + " stumbles and goes on", e);
                    Thread.sleep(PAUSE);
                    consumer.unsubscribe();
                    consumer.subscribe(
                            topics(types).stream().map(Topic::topicName).toList());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
        boolean waited = false;
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<String, byte[]>> batch = records.records(partition);
            if (!running || !handled(partition, batch)) {
                consumer.seek(partition, batch.getFirst().offset());
                waited = true;
            }
        }
        if (waited && running) {
            Thread.sleep(PAUSE);
        }
    }

    /** False when the partition has to wait at the first of these records. */
    private boolean handled(TopicPartition partition, List<ConsumerRecord<String, byte[]>> records)
            throws InterruptedException {
        try {
            handle(records);
        } catch (BatchHandler.AwayException | KafkaException e) {
            LOG.log(Level.WARNING, "{0} waits at {1}: {2}", group, partition, e.toString());
            return false;
        }
        try {
            consumer.commitSync(
                    Map.of(partition, new OffsetAndMetadata(records.getLast().offset() + 1)));
        } catch (CommitFailedException e) {
            LOG.log(Level.INFO, "{0} lost {1} before its commit; another member does it again", group, partition);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.log(Level.WARNING, "{0} could not commit {1}: {2}", group, partition, e.toString());
        }
        return true;
    }

    private record Refused(ConsumerRecord<String, byte[]> record, Exception cause) {}

    private void handle(List<ConsumerRecord<String, byte[]>> records)
            throws InterruptedException, BatchHandler.AwayException {
        List<Refused> refused = new ArrayList<>();
        handle(records, refused);
        // Only now: what waits for a part that is away is read again, and would be set aside each time.
        for (Refused each : refused) {
            setAside(each.record(), each.cause());
        }
    }

    private void handle(List<ConsumerRecord<String, byte[]>> records, List<Refused> refused)
            throws InterruptedException, BatchHandler.AwayException {
        List<ConsumerRecord<String, byte[]>> wanted = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                EventRecords.read(record)
                        .filter(event -> types.contains(event.type()))
                        .ifPresent(event -> {
                            wanted.add(record);
                            events.add(event);
                        });
            } catch (MalformedEventException e) {
                refused.add(new Refused(record, e));
            }
        }
        if (events.isEmpty()) {
            return;
        }
        try {
            apply(wanted.getFirst(), events);
        } catch (InterruptedException | BatchHandler.AwayException e) {
            throw e;
        } catch (Exception e) {
            LOG.log(Level.WARNING, group + " tries " + events.size() + " events one by one", e);
            for (int i = 0; i < events.size(); i++) {
                alone(wanted.get(i), events.get(i), refused);
            }
        }
    }

    private void alone(ConsumerRecord<String, byte[]> record, Event event, List<Refused> refused)
            throws InterruptedException, BatchHandler.AwayException {
        for (int attempt = 1; ; attempt++) {
            try {
                apply(record, List.of(event));
                return;
            } catch (InterruptedException | BatchHandler.AwayException e) {
                throw e;
            } catch (Exception e) {
                if (attempt == EventConsumer.TRIES) {
                    refused.add(new Refused(record, e));
                    return;
                }
                Thread.sleep(BACKOFF);
            }
        }
    }

    /** Within the trace of the first: a span can have one parent only, and mostly there is one event. */
    private void apply(ConsumerRecord<String, byte[]> first, List<Event> events) throws Exception {
        EventSpans.within(first, group, () -> handler.handle(List.copyOf(events)));
        events.forEach(metrics::handled);
    }

    private void setAside(ConsumerRecord<String, byte[]> record, Exception cause) throws InterruptedException {
        LOG.log(
                Level.ERROR,
                group + " sets aside " + record.topic() + "/" + record.partition() + "/" + record.offset(),
                cause);
        // What is no event is not tried again.
        int tries = cause instanceof MalformedEventException ? 1 : EventConsumer.TRIES;
        DeadLetters.set(producer, record, group, cause, tries);
        metrics.deadLettered(record);
    }
}
