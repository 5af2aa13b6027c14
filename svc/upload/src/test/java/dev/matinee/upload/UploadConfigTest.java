package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.Settings;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UploadConfigTest {
    private static UploadConfig read(Map<String, String> changes) {
        Map<String, String> keys = new HashMap<>(Map.of(
                "db.password",
                "x",
                "s3.access",
                "access",
                "s3.secret",
                "not to be shown",
                "direct.key",
                "A".repeat(44)));
        keys.putAll(changes);
        return UploadConfig.from(
                new Settings(Config.just(ConfigSources.create(keys), ConfigSources.classpath("application.yaml"))));
    }

    @Test
    void from_defaults() {
        UploadConfig config = read(Map.of());
        assertThat(config.s3().bucket()).isEqualTo("uploads");
        assertThat(config.limits().partBytes()).isEqualTo(8 * 1024 * 1024);
        assertThat(config.toString()).doesNotContain("not to be shown");
    }

    @ParameterizedTest
    @CsvSource({
        "upload.part.bytes, 4194304",
        "upload.part.bytes, 33554432",
        "upload.max.bytes, 99999999999999",
        "upload.expiry, PT0S",
        "upload.expiry, tomorrow",
        "upload.spool.folder, /nowhere/at/all",
        "quota.day.uploads, -7",
        "s3.endpoint, nowhere",
        "direct.key, c2hvcnQ=",
        "direct.key, no key",
        "db.pool, many"
    })
    void from_wrongValue_namesTheKey(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .hasMessageContaining(key)
                .hasMessageNotContaining(value);
    }
}
