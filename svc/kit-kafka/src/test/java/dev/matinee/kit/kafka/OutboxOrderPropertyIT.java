package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whatever writers do at the same time, each key's events leave once and in the order of their commits. */
class OutboxOrderPropertyIT {
    private static final PostgresServer.Database WHERE = PostgresServer.shared().newDatabase();
    private static final Database DATABASE =
            Database.open(new DatabaseSettings(WHERE.url(), WHERE.user(), WHERE.password(), 8));
    private static final KafkaSettings KAFKA =
            new KafkaSettings(KafkaServer.shared().bootstrap(), "order-test");
    private static final OutboxRelay RELAY = OutboxRelay.start("test", DATABASE, KAFKA);

    private final Outbox outbox = new Outbox("test", Clock.systemUTC());

    @BeforeContainer
    static void prepare() {
        Topics.ensure(KAFKA, List.of(Topic.ENCODE_TASKS));
        DATABASE.execute().dml("CREATE TABLE counter (key text PRIMARY KEY, n int NOT NULL)");
    }

    @AfterContainer
    static void close() {
        RELAY.close();
        DATABASE.close();
    }

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void relay_anyInterleaving_keepsEachKeysCommitOrder(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 3) Integer> turns) {
        String run = UUID.randomUUID() + "-";
        List<String> keys = List.of(run + 0, run + 1, run + 2, run + 3);
        keys.forEach(key -> DATABASE.execute().insert("INSERT INTO counter VALUES (?, 0)", key));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            turns.forEach(turn -> threads.execute(() -> say(keys.get(turn))));
        }

        List<ConsumerRecord<String, byte[]>> sent = new ArrayList<>();
        try (TopicReader reader = new TopicReader(KAFKA, Topic.ENCODE_TASKS.topicName())) {
            sent.addAll(reader.await(turns.size(), keys));
        }
        assertThat(sent).hasSize(turns.size());
        for (String key : keys) {
            assertThat(sent.stream()
                            .filter(record -> key.equals(record.key()))
                            .map(record -> ((EncodeTask) EventRecords.read(record)
                                            .orElseThrow()
                                            .data())
                                    .contentId())
                            .map(Integer::valueOf))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    private void say(String key) {
        DATABASE.transact(transaction -> {
            int n = transaction
                    .get("UPDATE counter SET n = n + 1 WHERE key = ? RETURNING n", key)
                    .orElseThrow()
                    .column("n")
                    .get(Integer.class);
            outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(key, String.valueOf(n)));
        });
    }
}
