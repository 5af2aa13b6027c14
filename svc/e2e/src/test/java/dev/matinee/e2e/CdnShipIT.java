package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.KafkaSettings.Login;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.test.KafkaServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the CDN answers comes to Kafka line by line, by the job's own shipper under the job's own rights. */
class CdnShipIT extends CdnUnderTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOPIC = Topic.DELIVERY_REQUESTS.topicName();

    private final KafkaServer kafka = KafkaServer.ofThePlatform();
    private final List<JsonNode> lines = new ArrayList<>();
    private KafkaConsumer<String, byte[]> consumer;

    @BeforeAll
    void makeTopic() {
        KafkaSettings analytics =
                new KafkaSettings(kafka.loginBootstrap(), "test", Optional.of(new Login("analytics", "analytics")));
        Topics.ensure(analytics, Set.of(Topic.DELIVERY_REQUESTS));
        Properties properties = analytics.consumer("none");
        properties.remove("group.id");
        consumer = new KafkaConsumer<>(properties);
        consumer.assign(IntStream.range(0, Topic.DELIVERY_REQUESTS.partitions())
                .mapToObj(partition -> new TopicPartition(TOPIC, partition))
                .toList());
        consumer.seekToBeginning(consumer.assignment());
    }

    @AfterAll
    void stopKafka() {
        consumer.close();
        kafka.stop();
    }

    @Test
    void answers_areTold_butNotWhoAsked() throws Exception {
        catalog.closed(content, 3);
        String token = first.sign(content, Instant.now().plus(HOUR), 3);
        String session = UUID.randomUUID().toString();
        try (Shipper shipper = ship()) {
            for (int i = 0; i < 2; i++) {
                cdn.get(
                        signedPath(token, "720/seg-1.m4s") + "?CMCD=bl%3D2100%2Cbr%3D2800%2Csid%3D%22" + session
                                + "%22",
                        "X-Forwarded-For",
                        "192.0.2.77",
                        "User-Agent",
                        "Somebody/1.0",
                        "CMCD-Status",
                        "bs");
            }
            cdn.get(signedPath(token, "poster.jpg") + "?CMCD=nor%3D%22" + token + "%22");
            List<JsonNode> said = awaitLines(3);
            assertThat(said.stream().map(line -> line.path("cache").asText())).contains("MISS", "HIT");
            // Partitions have no order among each other.
            JsonNode one = said.stream()
                    .filter(line -> line.path("file").asText().equals("720/seg-1.m4s"))
                    .findFirst()
                    .orElseThrow();
            assertThat(one.path("id").asText()).matches("[0-9a-f]{32}");
            assertThat(Instant.ofEpochMilli((long) (one.path("at").asDouble() * 1000)))
                    .isBetween(Instant.now().minus(HOUR), Instant.now());
            assertThat(one.path("bytes").asInt()).isEqualTo(SEGMENT.length);
            assertThat(one.path("cmcd").asText()).contains("br%3D2800").contains(session);
            assertThat(one.path("cmcd_status").asText()).isEqualTo("bs");
            assertThat(said.toString())
                    .doesNotContain("192.0.2.77")
                    .doesNotContain("Somebody")
                    .doesNotContain("127.0.0.1")
                    .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
            assertThat(shipper.log()).isEmpty();
        }
    }

    @Test
    void pagesOfTheWebApp_areNotTold() throws Exception {
        catalog.open(content);
        try (Shipper shipper = ship()) {
            cdn.get("/watch/" + content);
            cdn.get(publicPath("poster.jpg"));
            awaitLines(1);
            assertThat(lines)
                    .allSatisfy(
                            line -> assertThat(line.path("content").asText()).isNotEmpty());
            assertThat(shipper.isAlive()).isTrue();
        }
    }

    @Test
    void shipperThatIsKilled_losesNothing() throws Exception {
        catalog.open(content);
        for (int i = 0; i < 4; i++) {
            Shipper shipper = ship();
            ask(50);
            if (i % 2 == 0) {
                // Somewhere on its way.
                int some = 25 * (i + 1);
                await().atMost(PATIENCE).until(() -> ids().size() >= some);
            }
            shipper.kill();
        }
        try (Shipper shipper = ship()) {
            awaitLines(200);
            assertThat(shipper.isAlive()).isTrue();
        }
    }

    @Test
    void kafkaThatIsAway_costsNothing() throws Exception {
        catalog.open(content);
        Shipper shipper = ship();
        ask(1);
        awaitLines(1);
        kafka.pause();
        try {
            ask(100);
            shipper.close();
            shipper = ship();
            ask(100);
        } finally {
            kafka.resume();
        }
        awaitLines(201);
        shipper.close();
    }

    @Test
    void nextFileOfTheLog_isReadToo() throws Exception {
        catalog.open(content);
        try (Shipper shipper = ship()) {
            ask(1);
            String line = JSON.writeValueAsString(awaitLines(1).getFirst());
            // As Nomad does when a file is full.
            Files.writeString(
                    allocation.resolve("alloc/logs/cdn.stdout.1"),
                    line.replaceFirst("\"id\":\"[0-9a-f]{32}\"", "\"id\":\"" + "a".repeat(32) + "\"") + "\n",
                    StandardCharsets.UTF_8);
            awaitLines(2);
            assertThat(shipper.isAlive()).isTrue();
        }
    }

    private Shipper ship() throws IOException {
        return Shipper.start(allocation, kafka.loginBootstrap());
    }

    private void ask(int times) throws Exception {
        for (int i = 0; i < times; i++) {
            assertThat(cdn.get(publicPath("720/seg-1.m4s")).statusCode()).isEqualTo(200);
        }
    }

    /** The lines about this test's content, when there are so many; each is there once, apart from being sent twice. */
    private List<JsonNode> awaitLines(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ids()).hasSize(count));
        return mine();
    }

    private Set<String> ids() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            try {
                lines.add(JSON.readTree(record.value()));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return mine().stream().map(line -> line.path("id").asText()).collect(Collectors.toSet());
    }

    private List<JsonNode> mine() {
        return lines.stream()
                .filter(line -> line.path("content").asText().equals(content))
                .toList();
    }
}
