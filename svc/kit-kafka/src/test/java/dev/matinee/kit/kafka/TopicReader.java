package dev.matinee.kit.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;

/** Reads a topic from its beginning, outside any service. */
final class TopicReader implements AutoCloseable {
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    TopicReader(KafkaSettings kafka, String topic) {
        Properties properties = kafka.consumer("reader-" + UUID.randomUUID());
        consumer = new KafkaConsumer<>(properties);
        consumer.subscribe(List.of(topic));
    }

    /** All records of these keys, once there are at least {@code count}. */
    List<ConsumerRecord<String, byte[]>> await(int count, List<String> keys) {
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(seen::add);
            return of(keys).size() >= count;
        });
        return of(keys);
    }

    private List<ConsumerRecord<String, byte[]>> of(List<String> keys) {
        return seen.stream().filter(record -> keys.contains(record.key())).toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
