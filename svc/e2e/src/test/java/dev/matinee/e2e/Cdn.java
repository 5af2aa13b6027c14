package dev.matinee.e2e;

import static org.awaitility.Awaitility.await;

import dev.matinee.kit.test.JobTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real nginx that runs the CDN's own files, rendered into a folder laid out like a Nomad allocation. */
final class Cdn implements AutoCloseable {
    private static final Path SOURCE = Path.of("../../nomad-jobs/cdn").toAbsolutePath();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Process process;
    private final int port;
    private final Path output;
    private final Path keysFile;

    private Cdn(Process process, int port, Path output, Path keysFile) {
        this.keysFile = keysFile;
        this.process = process;
        this.port = port;
        this.output = output;
    }

    static Cdn start(Path allocation, Map<String, List<String>> services, String keys) throws IOException {
        var local = Files.createDirectories(allocation.resolve("local"));
        var secrets = Files.createDirectories(allocation.resolve("secrets"));
        Files.createDirectories(allocation.resolve("alloc/data"));
        Files.createDirectories(allocation.resolve("alloc/logs"));
        for (var name : List.of("media.js", "http.conf", "server.conf", "access.conf", "media.conf", "web.conf")) {
            Files.copy(SOURCE.resolve(name), local.resolve(name));
        }
        var port = freePort();
        var template = new JobTemplate(
                Map.of(
                        "NOMAD_ALLOC_DIR", allocation.resolve("alloc").toString(),
                        "NOMAD_SECRETS_DIR", secrets.toString(),
                        "NOMAD_PORT_http", Integer.toString(port),
                        "NOMAD_PORT_access", Integer.toString(freePort()),
                        "CDN_ADDRESS", "127.0.0.1",
                        "CDN_WORKERS", "2",
                        "CDN_USER", System.getProperty("user.name")),
                services,
                Map.of());
        Files.writeString(
                local.resolve("nginx.conf"), template.render(Files.readString(SOURCE.resolve("nginx.conf.tpl"))));
        writeKeys(secrets.resolve("keys.conf"), keys);
        var output = allocation.resolve("alloc/logs/cdn.stdout.0");
        var process = new ProcessBuilder(
                        "nginx",
                        "-p",
                        local + "/",
                        "-c",
                        local.resolve("nginx.conf").toString(),
                        "-e",
                        "stderr")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        var cdn = new Cdn(process, port, output, secrets.resolve("keys.conf"));
        await().atMost(Duration.ofSeconds(20)).until(cdn::answers);
        return cdn;
    }

    /** Where a path is, for other programs. */
    String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, headers);
    }

    HttpResponse<byte[]> send(String method, String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(40))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The status line of a request whose target goes out exactly as given, which no HTTP client would let through. */
    String statusLineOf(String target) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            var answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            var text = answer.toString(StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? "" : text.substring(0, text.indexOf("\r\n"));
        }
    }

    /** New keys, and the signal that Nomad sends when a template of the job changes. */
    void reloadWith(String keys) throws IOException, InterruptedException {
        writeKeys(keysFile, keys);
        new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start().waitFor();
    }

    private static void writeKeys(Path file, String keys) throws IOException {
        var template = new JobTemplate(Map.of(), Map.of(), Map.of("cdn_keys", keys));
        Files.writeString(file, template.render(Files.readString(SOURCE.resolve("keys.conf.tpl"))));
    }

    String log() throws IOException {
        return Files.readString(output);
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("nginx ended: " + log());
        }
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
