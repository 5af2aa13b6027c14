package dev.matinee.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;

/** Everything said on {@code upload.events} since it was made. */
final class EventLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Said> all = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean running = true;

    record Said(String type, String key, JsonNode data) {}

    EventLog() {
        KafkaSettings kafka = new KafkaSettings(KafkaServer.shared().bootstrap(), "test");
        String group = "test-" + UUID.randomUUID();
        thread = Thread.ofPlatform().daemon(true).start(() -> {
            try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(kafka.consumer(group))) {
                consumer.subscribe(List.of("upload.events"));
                while (running) {
                    consumer.poll(Duration.ofMillis(100))
                            .forEach(record -> all.add(new Said(
                                    new String(
                                            record.headers()
                                                    .lastHeader("ce_type")
                                                    .value(),
                                            StandardCharsets.UTF_8),
                                    record.key(),
                                    json(record.value()))));
                }
            }
        });
    }

    JsonNode await(String type, String key) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> find(type, key), found -> !found.isEmpty())
                .getFirst();
    }

    List<JsonNode> find(String type, String key) {
        return all.stream()
                .filter(said -> said.type().equals(type) && said.key().equals(key))
                .map(Said::data)
                .toList();
    }

    private static JsonNode json(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        running = false;
        Awaitility.await().until(() -> !thread.isAlive());
    }
}
