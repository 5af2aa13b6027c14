package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutboxRelayIT {
    private final PostgresServer.Database where = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(where.url(), where.user(), where.password(), 8));
    private final KafkaSettings kafka = new KafkaSettings(KafkaServer.shared().bootstrap(), "relay-test");
    private final Outbox outbox = new Outbox("test", Clock.systemUTC());
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    @BeforeEach
    void makeTopics() {
        Topics.ensure(kafka, List.of(Topic.ENCODE_TASKS));
    }

    @AfterEach
    void closeAll() throws Exception {
        Collections.reverse(open);
        for (AutoCloseable each : open) {
            each.close();
        }
        database.close();
    }

    @Test
    void add_rolledBack_isNeverSent() {
        String lost = key();
        String kept = key();
        relay();

        assertThatThrownBy(() -> database.transact(transaction -> {
                    outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(lost, "v"));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(kept, "v")));

        assertThat(reader().await(1, List.of(lost, kept)))
                .extracting(ConsumerRecord::key)
                .containsExactly(kept);
    }

    @Test
    void relay_commitsInTheOtherOrderThanTheirNumbers_sendsBoth() throws Exception {
        relay();
        TopicReader reader = reader();
        String early = key();
        String late = key();
        CountDownLatch added = new CountDownLatch(1);
        CountDownLatch otherIsSent = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> slow = threads.submit(() -> database.transact(transaction -> {
                outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(early, "v"));
                added.countDown();
                await(otherIsSent);
            }));
            await(added);
            database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(late, "v")));
            assertThat(reader.await(1, List.of(early, late)))
                    .extracting(ConsumerRecord::key)
                    .containsExactly(late);
            otherIsSent.countDown();
            slow.get();
        }

        assertThat(reader.await(2, List.of(early, late)))
                .extracting(ConsumerRecord::key)
                .containsExactly(late, early);
    }

    @Test
    void relay_cannotMarkWhatItSent_sendsAgainUnderTheSameId() throws Exception {
        String key = key();
        sql("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'");
        sql("CREATE TRIGGER refuse BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION refuse()");
        database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(key, "v")));
        relay();
        TopicReader reader = reader();
        reader.await(2, List.of(key));
        sql("DROP TRIGGER refuse ON outbox");
        Awaitility.await().until(() -> rows() == 0);

        assertThat(reader.await(2, List.of(key)))
                .extracting(record -> EventRecords.text(record.headers(), "ce_id"))
                .containsOnly(EventRecords.text(
                        reader.await(1, List.of(key)).getFirst().headers(), "ce_id"));
    }

    @Test
    void relay_kafkaRefusesOneEvent_sendsTheOthersOnceAndItsKeyInOrder() throws Exception {
        String stuck = key();
        String free = key();
        maxMessageBytes("2000");
        relay();
        TopicReader reader = reader();
        database.transact(transaction -> {
            outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(stuck, noise(50_000)));
            outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(free, "v"));
        });
        assertThat(reader.await(1, List.of(free))).hasSize(1);
        Awaitility.await().until(() -> rows() == 1);
        maxMessageBytes("1000000");

        assertThat(reader.await(1, List.of(stuck))).hasSize(1);
        assertThat(reader.await(1, List.of(free))).hasSize(1);
    }

    @Test
    void relay_kafkaRefusesOneOfTwoOfAKey_doesNotLetTheLaterOvertake() throws Exception {
        String key = key();
        String free = key();
        maxMessageBytes("2000");
        TopicReader reader = reader();
        database.transact(transaction -> {
            outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(key, noise(50_000)));
            outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(key, "later"));
            outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(free, "1"));
            outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(free, "2"));
        });
        relay();
        assertThat(reader.await(2, List.of(free))).hasSize(2);
        Awaitility.await().until(() -> rows() == 2);
        maxMessageBytes("1000000");

        assertThat(reader.await(2, List.of(key)).stream().map(OutboxRelayIT::length))
                .as("the refused one first, and each once")
                .containsExactly(50_000, 5);
    }

    private static int length(ConsumerRecord<String, byte[]> record) {
        return ((EncodeTask) EventRecords.read(record).orElseThrow().data())
                .contentId()
                .length();
    }

    @Test
    void relay_kafkaRefusesMoreThanABatch_sendsWhatIsBehind() throws Exception {
        sql("INSERT INTO outbox (id, topic, key, type, data, trace) SELECT gen_random_uuid(), 'no topic!', 'k' || n, "
                + "'encode.task', '{}', '' FROM generate_series(1, 600) n");
        String key = key();
        database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(key, "v")));
        relay();

        assertThat(reader().await(1, List.of(key))).hasSize(1);
        Awaitility.await().until(() -> rows() == 600);
    }

    @Test
    void relay_frozenProcess_losesTheLockAndAnotherTakesOver() throws Exception {
        String before = key();
        String after = key();
        TopicReader reader = reader();
        database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(before, "v")));
        Process frozen = RelayProcess.start(where);
        try {
            reader.await(1, List.of(before));
            assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(frozen.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            relay();
            database.transact(
                    transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(after, "v")));
            assertThat(reader.await(1, List.of(after))).hasSize(1);
        } finally {
            frozen.destroyForcibly().waitFor();
        }
    }

    @Test
    void add_tooLargeForKafka_isRefused() {
        assertThatThrownBy(() -> database.transact(transaction -> outbox.add(
                        transaction, EventType.ENCODE_TASK, new EncodeTask(key(), "x".repeat(Outbox.MAX_BYTES)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void relay_secondInstance_takesOverWhenTheFirstEnds() {
        OutboxRelay first = relay();
        relay();
        String before = key();
        String after = key();
        TopicReader reader = reader();
        database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(before, "v")));
        reader.await(1, List.of(before));
        first.close();
        database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(after, "v")));

        assertThat(reader.await(1, List.of(after))).hasSize(1);
    }

    @Test
    void relay_kafkaAway_sendsWhenItIsBack() {
        relay();
        String key = key();
        KafkaServer.shared().stop();
        try {
            database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(key, "v")));
        } finally {
            KafkaServer.shared().start();
        }

        assertThat(reader().await(1, List.of(key))).hasSizeGreaterThanOrEqualTo(1);
    }

    /** Text that compression does not shrink much. */
    private static String noise(int length) {
        return new Random(5)
                .ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static void maxMessageBytes(String bytes) throws Exception {
        try (Admin admin = KafkaServer.shared().admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, Topic.ENCODE_TASKS.topicName()),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private OutboxRelay relay() {
        OutboxRelay relay = OutboxRelay.start("test", database, kafka);
        open.add(relay);
        return relay;
    }

    private TopicReader reader() {
        TopicReader reader = new TopicReader(kafka, Topic.ENCODE_TASKS.topicName());
        open.add(reader);
        return reader;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Duration.ofSeconds(60).toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = where.connect();
                Statement run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private long rows() {
        return database.execute()
                .get("SELECT count(*) AS n FROM outbox")
                .orElseThrow()
                .column("n")
                .get(Long.class);
    }
}
