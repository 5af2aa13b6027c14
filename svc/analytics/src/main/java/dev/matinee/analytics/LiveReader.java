package dev.matinee.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Topic;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.kafka.KafkaSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads what is said out of Kafka for the live numbers, for as long as somebody looks at them. Every instance reads all of it, in no
 * group, beginning one window ago, so its numbers are whole from the first one on.
 */
final class LiveReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LiveReader.class.getName());
    private static final List<Topic> TOPICS = List.of(Topic.PLAYBACK_EVENTS, Topic.PAGE_EVENTS);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final String POLLED = "2000";
    private static final String FETCHED_BYTES = String.valueOf(1024 * 1024);
    /** Who is so many records behind goes on at the end: what happens now is asked for, not all that happened. */
    private static final long MAX_BEHIND = 200_000;

    private final KafkaSettings kafka;
    private final LiveBoard board;
    private final Settings settings;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * @param every how often there is a view
     * @param window how long somebody watches of whom nothing more is heard
     * @param sessions kept at once
     */
    record Settings(Duration every, Duration window, int sessions, LiveBoard.Limits limits) {}

    LiveReader(KafkaSettings kafka, LiveBoard board, Settings settings, Clock clock) {
        this.kafka = kafka;
        this.board = board;
        this.settings = settings;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("live").daemon(true).unstarted(this::run);
    }

    LiveReader start() {
        thread.start();
        return this;
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join(ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (running) {
                if (!board.isWatched(PAUSE)) {
                    continue;
                }
                try {
                    read();
                } catch (KafkaException e) {
                    LOG.log(Level.WARNING, "live numbers wait for Kafka: {0}", e.toString());
                    Thread.sleep(PAUSE);
                } catch (RuntimeException e) {
                    // Nobody would start this thread again.
                    LOG.log(Level.ERROR, "live numbers begin anew", e);
                    Thread.sleep(PAUSE);
                }
                board.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() throws InterruptedException {
        LiveNumbers numbers = new LiveNumbers(settings.window(), settings.sessions());
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(properties())) {
            begin(consumer);
            Instant due = clock.instant().plus(settings.every());
            boolean caughtUp = false;
            while (running && board.isWatched(Duration.ZERO)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    take(record, numbers);
                }
                long behind = behind(consumer);
                if (behind > MAX_BEHIND) {
                    LOG.log(Level.WARNING, "live numbers are {0} events behind and leave them out", behind);
                    consumer.seekToEnd(consumer.assignment());
                }
                Instant now = clock.instant();
                if ((!caughtUp && behind == 0) || !now.isBefore(due)) {
                    caughtUp = true;
                    board.show(numbers.view(now));
                    due = now.plus(settings.every());
                }
            }
        }
    }

    private Properties properties() {
        Properties properties = kafka.consumer(AnalyticsConfig.NAME + "-live");
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLLED);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCHED_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCHED_BYTES);
        return properties;
    }

    private void begin(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = TOPICS.stream()
                .flatMap(topic -> consumer.partitionsFor(topic.topicName(), ANSWER).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        long since = clock.instant().minus(settings.window()).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> since)), ANSWER);
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp offset = offsets.get(partition);
            if (offset == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, offset.offset());
            }
        }
    }

    /** At least 1 before Kafka has said where its end is. */
    private static long behind(KafkaConsumer<String, byte[]> consumer) {
        return consumer.assignment().stream()
                .mapToLong(partition -> consumer.currentLag(partition).orElse(1))
                .sum();
    }

    private static void take(ConsumerRecord<String, byte[]> record, LiveNumbers numbers) {
        if (record.value() == null) {
            return;
        }
        try {
            JsonNode said = Json.mapper().readTree(record.value());
            Instant receivedAt = Instant.parse(said.path("received_at").asText());
            numbers.event(receivedAt);
            if (record.topic().equals(Topic.PLAYBACK_EVENTS.topicName())
                    && !said.at("/client/bot").asBoolean(true)) {
                numbers.playback(
                        UUID.fromString(said.path("session_id").asText()),
                        UUID.fromString(said.path("content_id").asText()),
                        said.path("kind").asText(),
                        receivedAt);
            }
        } catch (IOException | DateTimeException | IllegalArgumentException | ArithmeticException e) {
            // The warehouse keeps what is none of the contract; here it is only left out.
            LOG.log(Level.DEBUG, "not counted: {0}", e.toString());
        }
    }
}
