package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** gate as a process of its own. */
class MainIT {
    @Test
    void main_portTaken_endsWithFailure() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ended gate = run(Map.of("SERVER_HOST", "127.0.0.1", "SERVER_PORT", String.valueOf(taken.getLocalPort())));
            assertThat(gate.code()).isEqualTo(1);
            assertThat(gate.output()).contains("gate cannot start");
        }
    }

    @Test
    void main_settingThatIsNone_endsWithFailureNamingTheKey() throws Exception {
        Ended gate = run(Map.of("SESSION_IDLE", "soon"));
        assertThat(gate.code()).isEqualTo(1);
        assertThat(gate.output()).contains("session.idle");
    }

    private static Ended run(Map<String, String> settings) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true);
        builder.environment().put("OIDC_SECRET", "unused");
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("it still runs");
            }
            return new Ended(
                    process.exitValue(), new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private record Ended(int code, String output) {}
}
