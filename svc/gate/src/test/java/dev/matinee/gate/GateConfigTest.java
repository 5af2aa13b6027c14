package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateConfigTest {
    @Test
    void toString_keepsTheSecret() {
        assertThat(GateConfig.from(settings(Map.of("oidc.secret", "not to be shown"))))
                .asString()
                .doesNotContain("not to be shown");
    }

    @Test
    void from_defaults() {
        GateConfig config = GateConfig.from(settings(Map.of("oidc.secret", "s")));
        assertThat(config.operatorDomain()).isEqualTo("localhost:8080");
        assertThat(config.client().id()).isEqualTo("matinee-gate");
        assertThat(config.lifetimes().idle()).isEqualTo(Duration.ofMinutes(30));
        assertThat(config.secure()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, localhost, localhost:8080",
        "http://localhost:8080, localhost:8080, localhost:8080",
        "https://film.example, ops.film.example, ops.film.example"
    })
    void from_operatorDomainHasThePortOfThePublicAddress(String publicUrl, String domain, String expected) {
        assertThat(GateConfig.from(settings(
                                Map.of("oidc.secret", "s", "public.url", publicUrl, "operator.domain", domain)))
                        .operatorDomain())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "oidc.secret, ''",
        "public.url, ftp://localhost",
        "public.url, nowhere",
        "auth.issuer, ''",
        "auth.jwks, not an address",
        "redis.url, ''",
        "state.url, ''",
        "session.idle, half an hour",
        "session.absolute, PT0S",
        "revocation.cache, PT-1S"
    })
    void from_refusesAndNamesTheKey(String key, String value) {
        Map<String, String> values = new HashMap<>(Map.of("oidc.secret", "s"));
        values.put(key, value);
        assertThatThrownBy(() -> GateConfig.from(settings(values)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(key);
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(Config.just(ConfigSources.create(values), ConfigSources.classpath("application.yaml")));
    }
}
