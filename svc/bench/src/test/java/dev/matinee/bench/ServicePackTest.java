package dev.matinee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePackTest {
    private static final Path JOBS = Path.of("../../nomad-jobs");

    @ParameterizedTest
    @ValueSource(strings = {"gate", "catalog", "upload", "encoder"})
    void flags_ofEachJob_areThoseOfTheJvm(String name) throws IOException {
        assertThat(ServicePack.flags(
                        Files.readString(JOBS.resolve(name + ".nomad.hcl")),
                        Files.readString(JOBS.resolve("vars/dev.var"))))
                .contains("-XX:+UseSerialGC")
                .anyMatch(flag -> flag.matches("-Xmx[0-9]+m"))
                .noneMatch(flag -> flag.contains("$"));
    }

    @Test
    void flags_jobWithoutAny_isRefused() {
        assertThatThrownBy(() -> ServicePack.flags("job \"redis\" {}", "")).isInstanceOf(BenchException.class);
    }
}
