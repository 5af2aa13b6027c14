package dev.matinee.notify;

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
import java.net.URI;
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
class NotifyConfigTest {
    private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

    private final Map<String, String> settings = new HashMap<>(Map.of(
            "catalog.urls", "http://a:1,http://b:2",
            "auth.secret", "own-secret",
            "db.password", "db-secret",
            "notify.key", KEY));

    @Test
    void defaults_hold() {
        NotifyConfig config = read();
        assertThat(config.service().name()).isEqualTo("notify");
        assertThat(config.catalog()).containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
        assertThat(config.outside().allowed()).isEmpty();
        assertThat(config.mail().user()).isEmpty();
    }

    @Test
    void secrets_areNotShown() {
        settings.put("kafka.user", "notify");
        settings.put("kafka.password", "kafka-secret");
        settings.put("mail.user", "notify");
        settings.put("mail.password", "mail-secret");
        assertThat(read().toString()).doesNotContain("secret").doesNotContain(KEY);
    }

    @Test
    void keys_canBeSetByTheEnvironment() throws IOException {
        Set<String> keys = new TreeSet<>();
        try (InputStream in = NotifyConfigTest.class.getResourceAsStream("/application.yaml")) {
            collect("", new YAMLMapper().readTree(Objects.requireNonNull(in)), keys);
        }
        assertThat(keys).isNotEmpty().allMatch(key -> key.matches("[a-z0-9.]+"));
    }

    @ParameterizedTest
    @CsvSource({
        "catalog.urls,''",
        "catalog.urls,http://host",
        "db.password,''",
        "db.pool,1",
        "auth.secret,''",
        "people.url,''",
        "public.url,nowhere",
        "notify.key,''",
        "notify.key,***",
        "notify.key,AAAA",
        "mail.host,''",
        "mail.port,0",
        "mail.from,nobody",
        "mail.starttls,maybe",
        "outside.timeout,PT61S",
        "outside.connections,0",
        "outside.allowed,host",
        "streams.member,0",
        "streams.all,0",
        "streams.heartbeat,PT2M",
        "work.fresh,PT1S",
        "work.poll,PT0S",
        "work.places,0",
        "push.contact,''",
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

    private NotifyConfig read() {
        return NotifyConfig.from(new Settings(Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .sources(
                        ConfigSources.create(settings).build(),
                        ConfigSources.classpath("application.yaml").build())
                .build()));
    }
}
