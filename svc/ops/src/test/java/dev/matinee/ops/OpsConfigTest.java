package dev.matinee.ops;

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
class OpsConfigTest {
    private final Map<String, String> settings = new HashMap<>();

    @Test
    void defaults_hold() {
        OpsConfig config = read();
        assertThat(config.service().name()).isEqualTo("ops");
        assertThat(config.nomad().tls()).isEmpty();
        assertThat(config.pages().names()).contains("nomad", "zipkin");
        assertThat(config.pages().grafana()).isEmpty();
        assertThat(config.patience()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void addresses_mayBeSeveralOrNone() {
        settings.put("gate.urls", "http://a:1,http://b:2");
        settings.put("prometheus.urls", "");
        assertThat(read().servers().gates()).containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
        assertThat(read().servers().prometheus()).isEmpty();
    }

    @Test
    void secrets_areNotShown() {
        settings.put("nomad.token", "token-secret");
        settings.put("consul.token", "token-secret");
        settings.put("kafka.user", "ops");
        settings.put("kafka.password", "kafka-secret");
        assertThat(read().toString()).doesNotContain("secret");
    }

    @Test
    void keys_canBeSetByTheEnvironment() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (InputStream in = OpsConfigTest.class.getResourceAsStream("/application.yaml")) {
            collect("", new YAMLMapper().readTree(Objects.requireNonNull(in)), keys);
        }
        assertThat(keys).isNotEmpty().allMatch(key -> key.matches("[a-z0-9.]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "nomad.url,nowhere",
        "nomad.certificate,''",
        "nomad.key,''",
        "prometheus.urls,nowhere",
        "elasticsearch.urls,http://host",
        "gate.urls,host:1",
        "kafka.bootstrap,''",
        "users.url,''",
        "auth.issuer,''",
        "auth.secret,''",
        "public.url,''",
        "pages.names,Nomad",
        "pages.grafana,nowhere",
        "patience,PT1M",
        "server.port,70000",
    })
    void wrong_refusedByName(String key, String value) {
        if (key.startsWith("nomad.")) {
            settings.putAll(Map.of("nomad.ca", "/ca", "nomad.certificate", "/certificate", "nomad.key", "/key"));
        }
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

    private OpsConfig read() {
        return OpsConfig.from(RunningOps.with(settings));
    }
}
