package dev.matinee.feed;

import dev.matinee.events.MalformedEventException;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Writes what Kafka still has of content and of what members did into a log for {@link Replay}. */
final class Recording {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Recording() {}

    /**
     * Everything up to now.
     *
     * @return how many events
     */
    static long record(KafkaSettings kafka, Path file) throws IOException {
        Properties properties = kafka.consumer("feed");
        // It belongs to no group: nobody else's place in the topics is touched.
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        long count = 0;
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(properties);
                BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            List<TopicPartition> partitions = Stream.of(Topic.CONTENT_EVENTS, Topic.SOCIAL_EVENTS)
                    .flatMap(topic -> consumer.partitionsFor(topic.topicName(), PATIENCE).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions, PATIENCE));
            ends.entrySet().removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
            while (!ends.isEmpty()) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    Optional<String> line = line(record);
                    if (line.isPresent()) {
                        out.write(line.get());
                        out.newLine();
                        count++;
                    }
                }
                ends.entrySet().removeIf(end -> consumer.position(end.getKey(), PATIENCE) >= end.getValue());
            }
        }
        return count;
    }

    private static Optional<String> line(ConsumerRecord<String, byte[]> record) {
        try {
            return EventRecords.read(record).map(EventLog::line);
        } catch (MalformedEventException e) {
            // Consumers set such a record aside; a log does without it.
            return Optional.empty();
        }
    }

    /**
     * {@code record FILE}, with {@code KAFKA_BOOTSTRAP}, {@code KAFKA_USER} and {@code KAFKA_PASSWORD} around it.
     *
     * @return the exit status
     */
    static int run(List<String> arguments) {
        if (arguments.size() != 1) {
            System.err.println("matinee: record takes a file");
            return 2;
        }
        // Kafka's client tells all its settings otherwise.
        Logger.getLogger("").setLevel(Level.WARNING);
        Map<String, String> around = System.getenv();
        try {
            long count = record(
                    new KafkaSettings(
                            around.getOrDefault("KAFKA_BOOTSTRAP", "127.0.0.1:9092"),
                            "feed-recording",
                            Optional.ofNullable(around.get("KAFKA_USER"))
                                    .map(user ->
                                            new KafkaSettings.Login(user, around.getOrDefault("KAFKA_PASSWORD", "")))),
                    Path.of(arguments.getFirst()));
            System.out.println(count + " events");
            return 0;
        } catch (IOException | KafkaException e) {
            System.err.println("matinee: cannot record: " + e.getMessage());
            return 1;
        }
    }
}
