package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.events.UploadRejected;
import dev.matinee.kit.kafka.EventBatches;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.test.KafkaServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queues and dead letters of a real Kafka, with no more rights than the job gives ops. */
class KafkaIT {
    private static final KafkaServer SERVER = KafkaServer.ofThePlatform();
    private static final KafkaSettings ANYBODY = new KafkaSettings(SERVER.bootstrap(), "anybody");
    private static final String BOX = "/dead-letters/content.events/search";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final RunningOps OPS = new RunningOps(
            Map.of("kafka.bootstrap", SERVER.loginBootstrap(), "kafka.user", "ops", "kafka.password", "ops"));

    private static final AtomicBoolean MENDED = new AtomicBoolean();
    private static final Set<String> HANDLED = ConcurrentHashMap.newKeySet();
    private static final EventBatches SEARCH = EventBatches.start(
            new KafkaSettings(
                    SERVER.loginBootstrap(), "search", Optional.of(new KafkaSettings.Login("search", "search"))),
            "search",
            Set.of(EventType.UPLOAD_REJECTED),
            KafkaIT::handle);

    private static void handle(List<Event> events) {
        for (Event event : events) {
            String upload = ((UploadRejected) event.data()).uploadId();
            if (upload.startsWith("poison") && !MENDED.get()) {
                throw new IllegalStateException("no room for it");
            }
            HANDLED.add(upload);
        }
    }

    @BeforeAll
    static void topics() {
        Topics.ensure(ANYBODY, List.of(Topic.CONTENT_EVENTS, Topic.ENCODE_TASKS));
    }

    @AfterAll
    static void stop() throws Exception {
        SEARCH.close();
        OPS.close();
        SERVER.stop();
    }

    @Test
    void poison_isListedShownWithoutItsBody_andDrivenBack() throws Exception {
        Event poison = say("poison-secret");
        RunningOps.eventually().until(() -> waiting() == 1);

        JsonNode letter = OPS.get(BOX).json().path("data").path(0);
        assertThat(letter.path("event_id").asText()).isEqualTo(poison.id().toString());
        assertThat(letter.path("type").asText()).isEqualTo("content.upload.rejected");
        assertThat(letter.path("cause").asText()).contains("no room for it");
        assertThat(letter.path("tries").asInt()).isEqualTo(3);
        assertThat(letter.path("trace_id").asText()).isEqualTo(TRACE);
        assertThat(letter.path("from").asText()).startsWith("content.events/");
        assertThat(OPS.get(BOX).response().body()).doesNotContain("what nobody is to read");

        assertThat(OPS.send("POST", BOX + "/redrive", "", "operator").status()).isIn(200, 202);
        RunningOps.eventually().until(() -> kept() == 2 && waiting() == 1);
        assertThat(HANDLED).doesNotContain("poison-secret");

        MENDED.set(true);
        RunningOps.eventually().until(() -> {
            Answer driven = OPS.send("POST", BOX + "/redrive", "", "operator");
            return driven.status() == 200 || driven.status() == 202;
        });
        RunningOps.eventually().until(() -> HANDLED.contains("poison-secret"));
        RunningOps.eventually().until(() -> waiting() == 0);
    }

    @Test
    void boxOfNobody_isNotThere() {
        for (String box : List.of("/dead-letters/content.events/nobody", "/dead-letters/content.events/.~")) {
            assertThat(OPS.get(box).text("code")).isEqualTo("box_unknown");
            assertThat(OPS.send("POST", box + "/redrive", "", "operator").text("code"))
                    .isEqualTo("box_unknown");
        }
    }

    @Test
    void queues_tellWhoIsBehind() throws Exception {
        say("fine");
        RunningOps.eventually().until(() -> HANDLED.contains("fine"));
        RunningOps.eventually().untilAsserted(() -> {
            JsonNode search = queue("search");
            assertThat(search.path("topic").asText()).isEqualTo("content.events");
            assertThat(search.path("kind").asText()).isEqualTo("consumer");
            assertThat(search.path("members").asInt()).isEqualTo(1);
            assertThat(search.path("lag").asLong(-1)).isZero();
        });
    }

    @Test
    void shareGroup_isBehindByWhatNobodyTook() throws Exception {
        KafkaSettings encoder = new KafkaSettings(SERVER.bootstrap(), "encoder");
        var consumer = encoder.consumer("encoder-workers");
        List.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)
                .forEach(consumer::remove);
        try (KafkaShareConsumer<String, byte[]> worker = new KafkaShareConsumer<>(consumer)) {
            worker.subscribe(Set.of(Topic.ENCODE_TASKS.topicName()));
            // A new share group begins at the end, so its place is known once it was given something.
            RunningOps.eventually().until(() -> {
                work(1);
                return !worker.poll(Duration.ofMillis(500)).isEmpty();
            });
        }
        work(3);
        RunningOps.eventually().untilAsserted(() -> {
            JsonNode workers = queue("encoder-workers");
            assertThat(workers.path("kind").asText()).isEqualTo("share");
            assertThat(workers.path("topic").asText()).isEqualTo("encode.tasks");
            assertThat(workers.path("lag").asLong()).isGreaterThanOrEqualTo(3);
        });
    }

    private static void work(int records) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(ANYBODY.producer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(Topic.ENCODE_TASKS.topicName(), "job", new byte[] {1}))
                        .get();
            }
        }
    }

    private static Event say(String upload) throws Exception {
        Event event = Event.now(
                EventType.UPLOAD_REJECTED,
                "test",
                Instant.now(),
                new UploadRejected(upload, "owner", "code", "what nobody is to read"));
        ProducerRecord<String, byte[]> record = EventRecords.of(event);
        ProducerRecord<String, byte[]> traced = new ProducerRecord<>(
                Topic.CONTENT_EVENTS.topicName(), null, record.key(), record.value(), record.headers());
        traced.headers().add("b3", (TRACE + "-00f067aa0ba902b7-1").getBytes(StandardCharsets.UTF_8));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(ANYBODY.producer())) {
            producer.send(traced).get();
        }
        return event;
    }

    private static JsonNode queue(String group) {
        for (JsonNode queue : OPS.get("/queues?limit=100").json().path("data")) {
            if (queue.path("group").asText().equals(group)) {
                return queue;
            }
        }
        return OPS.get("/queues?limit=100").json().path("data").path(-1);
    }

    private static long waiting() {
        return box().path("waiting").asLong(-1);
    }

    private static long kept() {
        return box().path("kept").asLong(-1);
    }

    private static JsonNode box() {
        for (JsonNode box : OPS.get("/dead-letters").json().path("data")) {
            if (box.path("group").asText().equals("search")) {
                return box;
            }
        }
        return OPS.get("/dead-letters").json().path("data").path(-1);
    }
}
