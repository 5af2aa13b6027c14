package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.matinee.kit.http.Settings.InvalidSettingException;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static Settings of(String value) {
        return new Settings(Config.just(ConfigSources.create(Map.of("key", value))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT1S", "PT10S"})
    void duration_onItsBounds_isTaken(String text) {
        assertThat(of(text).duration("key", Duration.ofSeconds(1), Duration.ofSeconds(10)))
                .isEqualTo(Duration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0.999S", "PT10.001S", "PT-1S", "soon"})
    void duration_outOfBounds_isRefusedByItsKey(String text) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> of(text).duration("key", Duration.ofSeconds(1), Duration.ofSeconds(10)))
                .withMessageContaining("key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "1", " "})
    void positiveDuration_ofNoTime_isRefusedByItsKey(String text) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> of(text).positiveDuration("key"))
                .withMessageContaining("key");
    }

    @Test
    void addresses_betweenCommas_areAll() {
        assertThat(of("http://one:1, http://two:2,").addresses("key"))
                .containsExactly(URI.create("http://one:1"), URI.create("http://two:2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "http://host", "one:1", "http://one:1,/path", "http://a b:1"})
    void addresses_withoutHostOrPort_areRefusedByTheirKey(String text) {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> of(text).addresses("key"))
                .withMessageContaining("key");
    }
}
