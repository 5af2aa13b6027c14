package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.matinee.kit.test.Ports;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.TestTokens;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand idle streams in a process of their own, by the memory that the machine says it holds. What each adds is asserted;
 * the whole is printed, as how much the process holds before the first depends on when the collector last ran.
 */
class StreamLoadIT {
    private static final int STREAMS = 10_000;
    /** Of half a gigabyte for ten thousand; 31 kB were measured. */
    private static final long MOST_BYTES_EACH = 512L * 1024 * 1024 / STREAMS;

    private static final int MEMBERS = 100;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @Test
    void idleStreams_tenThousandOfThemFitIntoHalfAGigabyte_andStillHearWhatComes() throws Exception {
        int streams = (int) Math.min(STREAMS, descriptors() - 1_500);
        int port = Ports.free();
        Process service = start(port);
        List<Socket> open = new ArrayList<>();
        try {
            URI uri = URI.create("http://127.0.0.1:" + port);
            eventually().until(() -> {
                assertThat(service.isAlive())
                        .as("see %s", folder.resolve("log"))
                        .isTrue();
                return status(uri.resolve("/observe/health/ready")) == 200;
            });
            long before = resident(service);
            String[] tokens = new String[MEMBERS];
            for (int i = 0; i < MEMBERS; i++) {
                tokens[i] = TestTokens.shared()
                        .access("idle-" + i, "viewer")
                        .with("exp", Instant.now().plusSeconds(7_200))
                        .sign();
            }
            for (int i = 0; i < streams; i++) {
                try {
                    open.add(stream(port, tokens[i % MEMBERS]));
                } catch (IOException | AssertionError e) {
                    throw new AssertionError("at stream " + i + ": " + log(), e);
                }
            }
            tell(uri, "idle-0");
            String heard = until(open.getFirst().getInputStream(), "Are you awake?");
            assertThat(heard).contains("event: notification");

            long held = resident(service);
            System.out.printf(
                    "%d idle streams: %d MB resident, %d MB before the first, %.1f kB each%n",
                    streams, held >> 20, before >> 20, (held - before) / 1024.0 / streams);
            assertThat((held - before) / streams).isLessThan(MOST_BYTES_EACH);
            assertThat(service.isAlive()).isTrue();
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
            service.destroy();
            if (!service.waitFor(60, TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }
        }
    }

    /** The end of what the service wrote. */
    private String log() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    private Process start(int port) throws IOException {
        Stands stands = new Stands();
        Map<String, String> settings =
                RunningNotify.settings(PostgresServer.shared().newDatabase(), stands);
        settings.put("server.port", String.valueOf(port));
        settings.put("streams.all", String.valueOf(STREAMS));
        settings.put("streams.member", "100");
        settings.put("streams.heartbeat", "PT55S");
        settings.put("work.poll", "PT0.5S");
        ProcessBuilder service = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As nomad-jobs/notify.nomad.hcl starts it, with a heap for so many.
                "-Xms32m",
                "-Xmx344m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:MaxMetaspaceSize=128m",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.matinee.notify.Main");
        settings.forEach(
                (key, value) -> service.environment().put(key.replace('.', '_').toUpperCase(Locale.ROOT), value));
        return service.redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private static Socket stream(int port, String token) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.getOutputStream()
                .write(("GET " + RunningNotify.API + "/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                                + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(until(socket.getInputStream(), "event: unread")).startsWith("HTTP/1.1 200");
        return socket;
    }

    /** Reads until these words came. */
    private static String until(InputStream in, String words) throws IOException {
        StringBuilder said = new StringBuilder();
        byte[] some = new byte[1_024];
        while (said.indexOf(words) < 0) {
            int count = in.read(some);
            if (count < 0) {
                throw new AssertionError("ended with: " + said);
            }
            said.append(new String(some, 0, count, StandardCharsets.UTF_8));
        }
        return said.toString();
    }

    private static void tell(URI uri, String member) throws Exception {
        HttpResponse<String> answer = CLIENT.send(
                HttpRequest.newBuilder(uri.resolve(RunningNotify.API + "/messages"))
                        .header("Authorization", "Bearer " + RunningNotify.token("operator", "operator"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"title\":\"Are you awake?\",\"to\":[\"" + member + "\"]}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static int status(URI uri) {
        try {
            return CLIENT.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long descriptors() {
        return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getMaxFileDescriptorCount();
    }

    private static long resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
