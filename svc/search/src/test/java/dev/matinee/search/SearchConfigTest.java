package dev.matinee.search;

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
class SearchConfigTest {
    private final Map<String, String> settings =
            new HashMap<>(Map.of("catalog.urls", "http://a:1,http://b:2", "auth.secret", "own-secret"));

    @Test
    void defaults_hold() {
        SearchConfig config = read();
        assertThat(config.service().name()).isEqualTo("search");
        assertThat(config.index().name()).isEqualTo("content");
        assertThat(config.catalog()).containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
        assertThat(config.answers().life()).isEqualTo(Duration.ofSeconds(20));
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
        try (InputStream in = SearchConfigTest.class.getResourceAsStream("/application.yaml")) {
            collect("", new YAMLMapper().readTree(Objects.requireNonNull(in)), keys);
        }
        assertThat(keys).isNotEmpty().allMatch(key -> key.matches("[a-z0-9.]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "catalog.urls,''",
        "catalog.urls,nowhere",
        "catalog.urls,http://host",
        "elasticsearch.urls,''",
        "elasticsearch.timeout,PT0S",
        "index.name,Content",
        "index.name,a-b",
        "index.shards,0",
        "index.replicas,-1",
        "redis.url,nowhere",
        "kafka.bootstrap,''",
        "auth.issuer,''",
        "auth.secret,''",
        "cache.asked,0",
        "cache.life,PT1H",
        "suggest.bytes,0",
        "suggest.life,a while",
        "suggest.asked,0",
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

    private SearchConfig read() {
        return SearchConfig.from(RunningSearch.with(settings));
    }
}
