package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be set, and what is refused. */
class CatalogConfigTest {
    private static final String KEY = "k1:" + Base64.getEncoder().encodeToString(new byte[32]);

    private final Map<String, String> settings =
            new HashMap<>(Map.of("db.url", "jdbc:postgresql://db/catalog", "db.password", "secret", "cdn.keys", KEY));

    @Test
    void defaults_hold() {
        CatalogConfig config = read();
        assertThat(config.service().name()).isEqualTo("catalog");
        assertThat(config.cdnLife()).isEqualTo(Duration.ofHours(12));
        assertThat(config.limits().uploading()).isEqualTo(Duration.ofHours(24));
        assertThat(config.redis().password()).isEmpty();
    }

    /** Else a film would be failed here while the encoder still works on it. */
    @Test
    void processingLimit_outlastsTheEncoder() throws IOException {
        JsonNode encoder = new YAMLMapper()
                .readTree(Path.of("..", "encoder", "src", "main", "resources", "application.yaml")
                        .toFile())
                .path("encoder");
        Duration job = Duration.parse(encoder.path("deadline").asText());
        Duration lastTry = Duration.parse(encoder.path("attempt").asText());
        assertThat(read().limits().processing()).isGreaterThan(job.plus(lastTry));
    }

    @Test
    void secrets_areNotShown() {
        settings.put("redis.password", "red-secret");
        assertThat(read().toString()).doesNotContain("secret", KEY.substring(3));
    }

    @Test
    void keys_canBeSetByTheEnvironment() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (InputStream in = CatalogConfigTest.class.getResourceAsStream("/application.yaml")) {
            collect("", new YAMLMapper().readTree(Objects.requireNonNull(in)), keys);
        }
        assertThat(keys).isNotEmpty().allMatch(key -> key.matches("[a-z0-9.]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "db.url,''",
        "db.password,''",
        "db.pool,0",
        "db.pool,many",
        "redis.url,nowhere",
        "kafka.bootstrap,''",
        "auth.issuer,''",
        "public.url,/relative",
        "cdn.keys,''",
        "cdn.keys,nokey",
        "cdn.keys,k1:c2hvcnQ=",
        "cdn.keys,k.1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "cdn.keys,k1:***",
        "cdn.life,PT25H",
        "cdn.life,PT1H",
        "cdn.life,a day",
        "cache.near.bytes,-1",
        "cache.near.life,PT0S",
        "limits.uploading,PT0S",
        "limits.processing,-PT1H",
        "sweep.every,PT0S",
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

    private CatalogConfig read() {
        return CatalogConfig.from(new Settings(Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .sources(
                        ConfigSources.create(settings).build(),
                        ConfigSources.classpath("application.yaml").build())
                .build()));
    }
}
