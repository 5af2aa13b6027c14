package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be set, and what is refused. */
class FeedConfigTest {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "db.url", "jdbc:postgresql://a:1/feed",
            "db.password", "db-secret",
            "catalog.urls", "http://a:1,http://b:2",
            "auth.secret", "own-secret"));

    @Test
    void defaults_hold() {
        FeedConfig config = read();
        assertThat(config.service().name()).isEqualTo("feed");
        assertThat(config.catalog()).containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
        assertThat(config.fanOut()).isEqualTo(new FeedConfig.FanOut(10_000, 2_000, Duration.ofDays(14)));
        assertThat(config.redis().password()).isEmpty();
    }

    @Test
    void secrets_areNotShown() {
        settings.put("redis.password", "red-secret");
        assertThat(read().toString()).doesNotContain("secret");
    }

    @Test
    void keys_canBeSetByTheEnvironment() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (InputStream in = FeedConfigTest.class.getResourceAsStream("/application.yaml")) {
            collect("", new YAMLMapper().readTree(Objects.requireNonNull(in)), keys);
        }
        assertThat(keys).isNotEmpty().allMatch(key -> key.matches("[a-z0-9.]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "db.url,''",
        "db.password,''",
        "db.pool,1",
        "catalog.urls,''",
        "catalog.urls,http://host",
        "redis.url,nowhere",
        "kafka.bootstrap,''",
        "auth.issuer,''",
        "auth.secret,''",
        "fanout.threshold,0",
        "fanout.part,0",
        "fanout.idle,PT0S",
        "trending.every,PT2H",
        "related.life,a while",
        "server.port,70000",
    })
    void wrong_refusedByName(String key, String value) {
        settings.put(key, value);
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("configuration: " + key + " ");
    }

    private static void collect(String at, JsonNode node, Set<String> keys) {
        if (!node.isObject()) {
            keys.add(at);
        }
        node.properties()
                .forEach(child ->
                        collect(at.isEmpty() ? child.getKey() : at + "." + child.getKey(), child.getValue(), keys));
    }

    private FeedConfig read() {
        return FeedConfig.from(RunningFeed.with(settings));
    }
}
