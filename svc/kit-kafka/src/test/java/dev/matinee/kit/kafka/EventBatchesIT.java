package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.events.UploadRejected;
import dev.matinee.kit.test.KafkaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EventBatchesIT {
    private final KafkaSettings kafka = new KafkaSettings(KafkaServer.shared().bootstrap(), "batches-test");
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka.producer());
    private final String group = "batches-" + UUID.randomUUID();
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        producer.close();
    }

    @Test
    void handle_manyAtOnce_comeInOrderAndTogether() throws Exception {
        Topics.ensure(kafka, List.of(Topic.CONTENT_EVENTS));
        for (int i = 0; i < 20; i++) {
            send("same", "event-%02d".formatted(i));
        }
        AtomicInteger calls = new AtomicInteger();
        consume(ids -> {
            calls.incrementAndGet();
            effects.addAll(ids);
        });

        Awaitility.await().until(() -> effects.size() == 20);
        assertThat(effects).isSorted();
        assertThat(calls).hasValueLessThan(20);
    }

    @Test
    void handle_oneIsPoison_itAloneIsSetAside() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        consume(ids -> {
            if (ids.contains("poison")) {
                if (ids.size() == 1) {
                    tries.incrementAndGet();
                }
                throw new IllegalStateException("cannot stand it");
            }
            effects.addAll(ids);
        });
        send("k", "before");
        send("k", "poison");
        send("k", "after");

        Awaitility.await().until(() -> effects.contains("before") && effects.contains("after"));
        assertThat(effects).doesNotContain("poison");
        assertThat(tries).hasValue(EventConsumer.TRIES);
        TopicReader letters = new TopicReader(kafka, Topic.CONTENT_EVENTS.deadLetterTopic(group));
        open.add(letters);
        assertThat(letters.await(1, List.of("k-" + group))).hasSize(1);
    }

    @Test
    void handle_notAnEvent_isSetAsideAndTheRestGoesOn() throws Exception {
        consume(effects::addAll);
        ProducerRecord<String, byte[]> junk = new ProducerRecord<>(
                Topic.CONTENT_EVENTS.topicName(), "junk-" + group, "{oops".getBytes(StandardCharsets.UTF_8));
        junk.headers().add("ce_type", EventType.UPLOAD_REJECTED.ceType().getBytes(StandardCharsets.UTF_8));
        producer.send(junk).get();
        send("k", "after");

        Awaitility.await().until(() -> effects.contains("after"));
        TopicReader letters = new TopicReader(kafka, Topic.CONTENT_EVENTS.deadLetterTopic(group));
        open.add(letters);
        assertThat(letters.await(1, List.of("junk-" + group))).hasSize(1);
    }

    @Test
    void handle_aPartIsAway_waitsAndSetsNothingAside() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        AtomicInteger tries = new AtomicInteger();
        consume(ids -> {
            tries.incrementAndGet();
            if (away.get()) {
                throw new BatchHandler.AwayException("the index", new IOException("refused"));
            }
            effects.addAll(ids);
        });
        send("k", "kept");
        Awaitility.await().until(() -> tries.get() > EventConsumer.TRIES);
        assertThat(effects).isEmpty();
        away.set(false);

        Awaitility.await().until(() -> effects.contains("kept"));
    }

    @Test
    void handle_aPartIsAwayBehindWhatCannotBeHandled_setsThatAsideOnce() throws Exception {
        Topics.ensure(kafka, List.of(Topic.CONTENT_EVENTS));
        ProducerRecord<String, byte[]> junk = new ProducerRecord<>(
                Topic.CONTENT_EVENTS.topicName(), "k-" + group, "{oops".getBytes(StandardCharsets.UTF_8));
        junk.headers().add("ce_type", EventType.UPLOAD_REJECTED.ceType().getBytes(StandardCharsets.UTF_8));
        producer.send(junk).get();
        send("k", "poison");
        send("k", "kept");
        AtomicInteger away = new AtomicInteger();
        consume(ids -> {
            if (ids.contains("poison")) {
                throw new IllegalStateException("cannot stand it");
            }
            if (away.incrementAndGet() <= 2) {
                throw new BatchHandler.AwayException("the index", new IOException("refused"));
            }
            effects.addAll(ids);
        });
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> effects.contains("kept"));
        send("k", "behind");
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> effects.contains("behind"));

        assertThat(away).hasValueGreaterThan(2);
        assertThat(DeadLetters.show(kafka, Topic.CONTENT_EVENTS, group, 500))
                .filteredOn(letter -> letter.key().equals("k-" + group))
                .hasSize(2)
                .anySatisfy(letter -> assertThat(letter.data()).isEqualTo("{oops"))
                .anySatisfy(letter -> assertThat(letter.cause()).contains("cannot stand it"));
    }

    @Test
    void handle_afterARestart_goesOnBehindWhatWasCommitted() throws Exception {
        EventBatches first = consume(effects::addAll);
        send("k", "one");
        Awaitility.await().until(() -> effects.contains("one"));
        first.close();
        send("k", "two");
        consume(effects::addAll);

        Awaitility.await().until(() -> effects.contains("two"));
        assertThat(effects).containsExactly("one", "two");
    }

    private interface Ids {
        void handle(List<String> ids) throws Exception;
    }

    // Other tests' events are on the topic as well; only this test's own are looked at.
    private EventBatches consume(Ids handler) {
        EventBatches batches = EventBatches.start(kafka, group, Set.of(EventType.UPLOAD_REJECTED), events -> {
            List<String> own = events.stream()
                    .map(event -> (UploadRejected) event.data())
                    .filter(data -> data.owner().equals(group))
                    .map(UploadRejected::detail)
                    .toList();
            if (!own.isEmpty()) {
                handler.handle(own);
            }
        });
        open.add(batches);
        return batches;
    }

    private void send(String key, String name) throws Exception {
        Event event = Event.now(
                EventType.UPLOAD_REJECTED,
                "test",
                Instant.now(),
                new UploadRejected(key + "-" + group, group, "code", name));
        producer.send(EventRecords.of(
                        event.id(),
                        event.type().ceType(),
                        event.source(),
                        event.time().atOffset(ZoneOffset.UTC),
                        event.type().topic().topicName(),
                        event.data().aggregateId(),
                        EventJson.write(event.data())))
                .get();
    }
}
