package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MainTest {
    private record Ended(int exit, List<String> lines) {}

    private static Ended run(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.matinee.encoder.Main");
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), said.lines().toList());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void main_settingRefused_endsWithOneLineThatNamesTheKey() throws Exception {
        Ended ended = run(Map.of("ENCODER_SANDBOX", "perhaps", "S3_ACCESS", "key", "S3_SECRET", "secret"));
        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.lines().stream().filter(line -> line.contains("encoder cannot start: ")))
                .singleElement()
                .asString()
                .contains("encoder.sandbox");
        assertThat(ended.lines()).noneMatch(line -> line.startsWith("\tat "));
    }
}
