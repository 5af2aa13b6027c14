package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import java.io.IOException;
import java.io.InputStream;
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
class AnalyticsConfigTest {
    private static final String KEY = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2U=";

    private final Map<String, String> settings = new HashMap<>(Map.of("analytics.key", KEY, "warehouse.dir", "/srv/w"));

    @Test
    void defaults_hold() {
        AnalyticsConfig config = read();
        assertThat(config.service().name()).isEqualTo("analytics");
        assertThat(config.collection())
                .isEqualTo(new AnalyticsConfig.Collection(5_000, Duration.ofSeconds(10), Duration.ofDays(7)));
        assertThat(config.key().bytes()).hasSize(32);
    }

    @Test
    void lake_isNone_unlessABucketIsNamed() {
        assertThat(read().lake()).isEmpty();
        settings.put("lake.bucket", "warehouse");
        settings.put("s3.endpoint", "http://s3:8333");
        settings.put("s3.access", "analytics");
        settings.put("s3.secret", "s3-secret");
        assertThat(read().lake().orElseThrow().bucket()).isEqualTo("warehouse");
        assertThat(read().toString()).doesNotContain("s3-secret");
        settings.remove("s3.endpoint");
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("s3.endpoint");
    }

    @Test
    void secrets_areNotShown() {
        settings.put("kafka.user", "analytics");
        settings.put("kafka.password", "kafka-secret");
        assertThat(read().toString()).doesNotContain("secret").doesNotContain(KEY);
    }

    @Test
    void keys_canBeSetByTheEnvironment() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (InputStream in = AnalyticsConfigTest.class.getResourceAsStream("/application.yaml")) {
            collect("", new YAMLMapper().readTree(Objects.requireNonNull(in)), keys);
        }
        assertThat(keys).isNotEmpty().allMatch(key -> key.matches("[a-z0-9.]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "analytics.key,''",
        "analytics.key,c2hvcnQ=",
        "analytics.key,no base64",
        "warehouse.dir,''",
        "collect.waiting,99",
        "collect.patience,PT0S",
        "collect.patience,PT31S",
        "collect.late,P31D",
        "collect.late,7 days",
        "price.cpu,-1",
        "price.stored,cheap",
        "price.sent,1e3",
        "price.currency,''",
        "live.every,PT0S",
        "live.window,PT1S",
        "live.sessions,0",
        "warehouse.days,9",
        "compact.files,1",
        "compact.quiet,P2D"
    })
    void setting_thatIsWrong_isRefusedByName(String key, String value) {
        settings.put(key, value);
        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(key);
    }

    private AnalyticsConfig read() {
        return AnalyticsConfig.from(RunningAnalytics.with(settings));
    }

    private static void collect(String prefix, JsonNode node, Set<String> keys) {
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                collect(key + ".", entry.getValue(), keys);
            } else {
                keys.add(key);
            }
        });
    }
}
