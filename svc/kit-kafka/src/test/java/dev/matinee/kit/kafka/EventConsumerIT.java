package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.events.UploadRejected;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import io.helidon.dbclient.DbTransaction;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventConsumerIT {
    private final PostgresServer.Database where = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(where.url(), where.user(), where.password(), 4));
    private final KafkaSettings kafka = new KafkaSettings(KafkaServer.shared().bootstrap(), "consumer-test");
    private final KafkaProducer<String, byte[]> producer = new KafkaProducer<>(kafka.producer());
    private final String group = "test-" + UUID.randomUUID();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void bePatient() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @BeforeEach
    void makeTable() {
        Topics.ensure(kafka, List.of(Topic.CONTENT_EVENTS));
        database.execute().dml("CREATE TABLE effect (upload_id text NOT NULL)");
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        producer.close();
        database.close();
    }

    @Test
    void handle_deliveredTwice_hasOneEffect() {
        consume(this::record);
        Event event = event("once");
        send(event);
        send(event);
        send(event("after"));

        Awaitility.await().until(() -> effects("after") == 1);
        assertThat(effects("once")).isEqualTo(1);
    }

    @Test
    void handle_alwaysFails_isSetAsideAfterThreeTriesAndTheRestGoesOn() {
        AtomicInteger tries = new AtomicInteger();
        consume((transaction, event, data) -> {
            if (data.uploadId().equals("poison")) {
                record(transaction, event, data);
                tries.incrementAndGet();
                throw new IllegalStateException("cannot stand it");
            }
            return record(transaction, event, data);
        });
        send(event("poison"));
        send(event("after"));

        Awaitility.await().until(() -> effects("after") == 1);
        assertThat(tries).hasValue(EventConsumer.TRIES);
        assertThat(effects("poison")).isZero();
        ConsumerRecord<String, byte[]> letter =
                letters().await(1, List.of("poison")).getFirst();
        assertThat(EventRecords.text(letter.headers(), "dlt_cause"))
                .hasValue("java.lang.IllegalStateException: cannot stand it");
        assertThat(EventRecords.read(letter)).isPresent();
    }

    @Test
    void handle_notAnEvent_isSetAsideAtOnce() {
        consume(this::record);
        ProducerRecord<String, byte[]> junk = new ProducerRecord<>(
                Topic.CONTENT_EVENTS.topicName(), "junk-" + group, "{oops".getBytes(StandardCharsets.UTF_8));
        junk.headers().add("ce_type", EventType.UPLOAD_REJECTED.ceType().getBytes(StandardCharsets.UTF_8));
        acknowledged(junk);
        send(event("after"));

        Awaitility.await().until(() -> effects("after") == 1);
        assertThat(letters().await(1, List.of("junk-" + group))).hasSize(1);
    }

    @Test
    void handle_failsOnceThenHolds_hasOneEffect() {
        AtomicBoolean failed = new AtomicBoolean();
        consume((transaction, event, data) -> {
            record(transaction, event, data);
            if (failed.compareAndSet(false, true)) {
                throw new IllegalStateException("a hiccup");
            }
            return EventHandler.DONE;
        });
        send(event("hiccup"));

        Awaitility.await().until(() -> effects("hiccup") == 1);
    }

    @Test
    void handle_databaseAway_waitsAndLosesNothing() {
        consume(this::record);
        send(event("before"));
        Awaitility.await().until(() -> effects("before") == 1);
        PostgresServer.shared().stop();
        try {
            send(event("meanwhile"));
        } finally {
            PostgresServer.shared().start();
        }

        // The pool's connections of before are broken; asking through one of them fails once.
        Awaitility.await().ignoreExceptions().until(() -> effects("meanwhile") == 1);
    }

    @Test
    void redrive_afterTheCauseIsMended_handlesTheLetterOnce() throws InterruptedException {
        AtomicBoolean mended = new AtomicBoolean();
        consume((transaction, event, data) -> {
            if (!mended.get()) {
                throw new IllegalStateException("broken");
            }
            return record(transaction, event, data);
        });
        send(event("letter"));
        letters().await(1, List.of("letter"));
        mended.set(true);

        assertThat(redrive(Duration.ZERO)).isEqualTo(new DeadLetters.Redriven(1, 0));
        assertThat(redrive(Duration.ZERO)).isEqualTo(new DeadLetters.Redriven(0, 0));
        Awaitility.await().until(() -> effects("letter") == 1);
    }

    @Test
    void redrive_letterThatInboxesMayHaveForgotten_staysOut() throws InterruptedException {
        consume((transaction, event, data) -> {
            throw new IllegalStateException("broken");
        });
        send(event("old letter"));
        letters().await(1, List.of("old letter"));

        assertThat(redrive(Duration.ofDays(34).plusMinutes(1))).isEqualTo(new DeadLetters.Redriven(0, 1));
        assertThat(redrive(Duration.ZERO)).isEqualTo(new DeadLetters.Redriven(0, 0));
    }

    private DeadLetters.Redriven redrive(Duration later) throws InterruptedException {
        return DeadLetters.redrive(kafka, Topic.CONTENT_EVENTS, group, Clock.offset(Clock.systemUTC(), later));
    }

    @Test
    void handle_afterCommit_runsOnceItIsVisible() {
        AtomicInteger seen = new AtomicInteger();
        consume((transaction, event, data) -> {
            record(transaction, event, data);
            return () -> seen.addAndGet(effects(data.uploadId()));
        });
        send(event("visible"));

        Awaitility.await().until(() -> seen.get() == 1);
    }

    @Test
    void handle_afterCommitThrows_isLoggedRunOnceAndTheRestGoesOn() {
        List<LogRecord> errors = errors();
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger runs = new AtomicInteger();
        consume((transaction, event, data) -> {
            record(transaction, event, data);
            if (handled.incrementAndGet() > 1) {
                return EventHandler.DONE;
            }
            return () -> {
                runs.incrementAndGet();
                throw new IllegalStateException("the cache is away");
            };
        });
        send(event("stumbles"));
        // Of the same key, so behind it.
        send(event("stumbles"));

        Awaitility.await().until(() -> effects("stumbles") == 2);
        assertThat(handled).hasValue(2);
        assertThat(runs).hasValue(1);
        assertThat(errors)
                .singleElement()
                .satisfies(record -> assertThat(record.getThrown()).hasMessage("the cache is away"));
    }

    /** What it logs as failed, until the test ends. */
    private List<LogRecord> errors() {
        List<LogRecord> errors = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(EventConsumer.class.getName());
        Handler handler = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord record) {
                if (record.getLevel().equals(Level.SEVERE)
                        && record.getMessage().contains(group)) {
                    errors.add(record);
                }
            }
        };
        logger.addHandler(handler);
        open.add(() -> logger.removeHandler(handler));
        return errors;
    }

    private Runnable record(DbTransaction transaction, Event event, UploadRejected data) {
        transaction.insert("INSERT INTO effect VALUES (?)", data.uploadId());
        return EventHandler.DONE;
    }

    // Other tests' events are on the topic as well; only this test's own are handled.
    private void consume(EventHandler<UploadRejected> handler) {
        open.add(EventConsumer.builder(kafka, group, database)
                .on(
                        EventType.UPLOAD_REJECTED,
                        UploadRejected.class,
                        (transaction, event, data) -> data.owner().equals(group)
                                ? handler.handle(transaction, event, data)
                                : EventHandler.DONE)
                .start());
    }

    private TopicReader letters() {
        TopicReader reader = new TopicReader(kafka, Topic.CONTENT_EVENTS.deadLetterTopic(group));
        open.add(reader);
        return reader;
    }

    private Event event(String uploadId) {
        return Event.now(
                EventType.UPLOAD_REJECTED, "test", Instant.now(), new UploadRejected(uploadId, group, "code", "Why."));
    }

    private void send(Event event) {
        acknowledged(EventRecords.of(
                event.id(),
                event.type().ceType(),
                event.source(),
                event.time().atOffset(ZoneOffset.UTC),
                event.type().topic().topicName(),
                event.data().aggregateId(),
                EventJson.write(event.data())));
    }

    private void acknowledged(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private int effects(String uploadId) {
        return database.execute()
                .get("SELECT count(*) AS n FROM effect WHERE upload_id = ?", uploadId)
                .orElseThrow()
                .column("n")
                .get(Long.class)
                .intValue();
    }
}
