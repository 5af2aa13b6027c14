package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.events.UploadRejected;
import dev.matinee.kit.kafka.EventConsumer;
import dev.matinee.kit.kafka.EventHandler;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The commands on a real Kafka, with a service that cannot handle an event until what it fails by is mended. */
@ResourceLock(Resources.SYSTEM_OUT)
class DlqCommandIT {
    private static final String TOPIC = Topic.CONTENT_EVENTS.topicName();

    private final String bootstrap = KafkaServer.shared().bootstrap();
    private final KafkaSettings kafka = new KafkaSettings(bootstrap, "dlq-test");
    private final PostgresServer.Database where = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(where.url(), where.user(), where.password(), 4));
    private final String group = "dlq-" + UUID.randomUUID();
    private final AtomicBoolean mended = new AtomicBoolean();
    private final StringWriter err = new StringWriter();
    private final EventConsumer consumer = started();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    private EventConsumer started() {
        Topics.ensure(kafka, List.of(Topic.CONTENT_EVENTS));
        database.execute().dml("CREATE TABLE effect (upload_id text NOT NULL)");
        return EventConsumer.builder(kafka, group, database)
                .on(EventType.UPLOAD_REJECTED, UploadRejected.class, (transaction, event, data) -> {
                    if (data.code().equals("poison") && !mended.get()) {
                        throw new IllegalStateException("no room for it");
                    }
                    transaction.insert("INSERT INTO effect (upload_id) VALUES (?)", data.uploadId());
                    return EventHandler.DONE;
                })
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        consumer.close();
        database.close();
    }

    @Test
    void poison_isListedShownAndDrivenBackToOneEffect() throws Exception {
        Event poison = event("poisoned", "poison");
        say(poison);
        say(event("behind it", "fine"));
        Awaitility.await().until(() -> effects("behind it") == 1);
        assertThat(effects("poisoned")).isZero();
        assertThat(waiting()).isEqualTo(1);

        JsonNode letter = Json.parse(run("show", TOPIC, group, "--json")).path(0);
        assertThat(letter.path("event_id").asText()).isEqualTo(poison.id().toString());
        assertThat(letter.path("cause").asText()).contains("no room for it");
        assertThat(letter.path("from").asText()).startsWith(TOPIC + "/");
        assertThat(letter.path("data").asText()).contains("poisoned");
        assertThat(run("show", TOPIC, group)).contains(poison.id().toString(), "no room for it", "1 shown");
        assertThat(waiting()).as("looking moves nothing").isEqualTo(1);

        assertThat(run("redrive", TOPIC, group)).isEqualTo("1 sent back");
        Awaitility.await("set aside again, as nothing is mended").until(() -> waiting() == 1);
        assertThat(effects("poisoned")).isZero();

        mended.set(true);
        assertThat(run("redrive", TOPIC, group)).isEqualTo("1 sent back");
        Awaitility.await().until(() -> effects("poisoned") == 1);
        assertThat(run("redrive", TOPIC, group)).isEqualTo("0 sent back");
        // The same once more, as by two people at a time.
        say(poison);
        say(event("the last", "fine"));
        Awaitility.await().until(() -> effects("the last") == 1);
        assertThat(effects("poisoned")).isEqualTo(1);
        assertThat(waiting()).isZero();
        assertThat(run("list")).contains(group);
    }

    @Test
    void unknownTopicOrGroup_isSaidInOneLine() {
        assertThat(execute("show", "gossip", group)).isEqualTo(1);
        assertThat(err.toString()).startsWith("matinee: there is no topic gossip; there are ");
    }

    private long waiting() {
        for (JsonNode box : Json.parse(run("list", "--json"))) {
            if (box.path("group").asText().equals(group)) {
                return box.path("waiting").asLong();
            }
        }
        return -1;
    }

    /** What the command prints. */
    private String run(String... arguments) {
        var out = System.out;
        var said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            assertThat(execute(arguments)).as(err.toString()).isZero();
        } finally {
            System.setOut(out);
        }
        return said.toString(StandardCharsets.UTF_8).strip();
    }

    private int execute(String... arguments) {
        var whole = new ArrayList<>(List.of("dlq"));
        whole.addAll(List.of(arguments));
        whole.addAll(List.of("--bootstrap", bootstrap));
        return Main.commandLine().setErr(new PrintWriter(err, true)).execute(whole.toArray(String[]::new));
    }

    private static Event event(String upload, String code) {
        return Event.now(
                EventType.UPLOAD_REJECTED, "test", Instant.now(), new UploadRejected(upload, "owner", code, "Why."));
    }

    private void say(Event event) throws Exception {
        // All in one partition, so that what comes behind says how far the consumer is.
        var record = new ProducerRecord<>(TOPIC, group, EventJson.write(event.data()));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        event.id().toString(),
                        "ce_type",
                        event.type().ceType(),
                        "ce_source",
                        "/test",
                        "ce_time",
                        event.time().toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try (var producer = new KafkaProducer<String, byte[]>(kafka.producer())) {
            producer.send(record).get();
        }
    }

    private long effects(String upload) {
        return database.execute()
                .get("SELECT count(*) AS n FROM effect WHERE upload_id = ?", upload)
                .map(row -> row.column("n").getLong())
                .orElse(0L);
    }
}
