package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.kit.test.ElasticsearchServer;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the collector tells Prometheus of servers that do not tell it themselves, under the rights that their jobs give it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerMetricsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern SERIES = Pattern.compile("(\\w+)\\{([^}]*)} \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    /** Labels whose values are databases, topics, groups and the like: what the platform has, and nothing of a client. */
    private static final Set<String> LABELS = Set.of("job", "instance", "database", "state", "topic", "group", "pool");

    private final PostgresServer postgres =
            PostgresServer.ofThePlatform(Map.of("catalog", "catalog", "upload", "upload", "collector", "collector"));
    private final RedisServer redis = RedisServer.ofThePlatform("cache", 64);
    private final RedisServer state = RedisServer.ofThePlatform("state", 64);
    private final KafkaServer kafka = KafkaServer.ofThePlatform();
    private RunningCollector collector;

    @BeforeAll
    void start(@TempDir Path machine) throws Exception {
        kafka.createTopic("content.events", 3);
        Files.createDirectories(machine.resolve("state"));
        String elasticsearch = ElasticsearchServer.shared().url().getAuthority();
        String database = postgres.database("collector", "collector").url();
        collector = RunningCollector.start(
                machine,
                Map.of(
                        "postgresql",
                                List.of(URI.create(database.substring("jdbc:".length()))
                                        .getAuthority()),
                        "redis", List.of(redis.url().getAuthority()),
                        "redis-state", List.of(state.url().getAuthority(), "192.0.2.1:6379"),
                        "kafka", List.of(kafka.loginBootstrap(), "127.0.0.1:1"),
                        "elasticsearch", List.of(elasticsearch)),
                Map.of(
                        "db_password",
                        "collector",
                        "redis_password",
                        redis.password(),
                        "state_password",
                        state.password(),
                        "kafka_password",
                        "collector"));
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> collector.metrics().contains("server_up"));
    }

    @AfterAll
    void stop() {
        collector.close();
        postgres.stop();
        redis.stop();
        state.stop();
        kafka.stop();
    }

    @Test
    void everyServerOfThisMachine_tellsHowItIs() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(up())
                        .isEqualTo(
                                Map.of("postgresql", 1, "redis", 1, "redis-state", 1, "kafka", 1, "elasticsearch", 1)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(page())
                        .contains("postgresql_database_bytes{database=\"catalog\"")
                        .contains("postgresql_connections{database=\"collector\"")
                        .contains("redis_memory_bytes{")
                        .contains("elasticsearch_heap_used_bytes{")
                        .contains("kafka_partitions{")
                        .contains("kafka_records_total{")
                        .contains("kafka_topic_bytes{"));
    }

    @Test
    void labels_areBounded() {
        await().atMost(PATIENCE).until(() -> up().values().stream().allMatch(value -> value == 1));
        Map<String, Set<String>> series = new HashMap<>();
        Set<String> labels = new TreeSet<>();
        page().lines().map(SERIES::matcher).filter(Matcher::matches).forEach(line -> {
            series.computeIfAbsent(line.group(1), name -> new HashSet<>()).add(line.group(2));
            labels.addAll(LABEL.matcher(line.group(2))
                    .results()
                    .map(label -> label.group(1))
                    .collect(Collectors.toSet()));
        });
        assertThat(series).hasSizeBetween(40, 150);
        assertThat(LABELS).containsAll(labels);
        assertThat(series).allSatisfy((name, all) -> assertThat(all).hasSizeLessThan(40));
        assertThat(page()).doesNotContain("192.0.2.1").doesNotContain(redis.password());
    }

    @Test
    void serverThatIsAway_isDown_andTheOthersAreNot() {
        redis.stop();
        try {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(up())
                            .containsEntry("redis", 0)
                            .containsEntry("postgresql", 1)
                            .containsEntry("redis-state", 1));
        } finally {
            redis.start();
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(up()).containsEntry("redis", 1));
    }

    private Map<String, Integer> up() {
        return page().lines()
                .filter(line -> line.startsWith("server_up{"))
                .collect(Collectors.toMap(
                        line -> line.replaceAll(".*job=\"([^\"]*)\".*", "$1"),
                        line -> Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1))));
    }

    private String page() {
        try {
            return collector.metrics();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
