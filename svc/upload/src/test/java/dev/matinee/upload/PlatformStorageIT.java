package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.test.S3Server;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What the seaweedfs job's own scripts let be reached: S3 by who signs, and nothing behind it. */
class PlatformStorageIT {
    private static final S3Server SERVER = S3Server.ofThePlatform();
    private static final int TIMEOUT_MILLIS = 10_000;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @Test
    void s3_signed_keepsWhatItIsGiven() {
        byte[] bytes = new byte[9 * 1024 * 1024];
        bytes[bytes.length - 1] = 7;
        try (S3Client upload = Stored.s3(SERVER.endpoint(), SERVER.of("upload"))) {
            upload.putObject(request -> request.bucket("uploads").key("large"), RequestBody.fromBytes(bytes));
            upload.putObject(request -> request.bucket("uploads").key("small"), RequestBody.fromString("small"));
            assertThat(upload.getObjectAsBytes(
                                    request -> request.bucket("uploads").key("large"))
                            .asByteArray())
                    .isEqualTo(bytes);
            assertThat(upload.getObjectAsBytes(
                                    request -> request.bucket("uploads").key("small"))
                            .asUtf8String())
                    .isEqualTo("small");
            assertThatThrownBy(() ->
                            upload.putObject(request -> request.bucket("media").key("x"), RequestBody.fromString("x")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void partsBehindS3_fromTheNetwork_areNotThere() throws IOException {
        String network = SERVER.endpoint().getHost();
        connect(network, SERVER.endpoint().getPort());
        for (int port : SERVER.innerPorts()) {
            assertThatThrownBy(() -> connect(network, port)).isInstanceOf(ConnectException.class);
            connect("127.0.0.1", port);
        }
    }

    @Test
    void volume_withoutAToken_neitherTakesNorGives() throws Exception {
        var place = Json.mapper()
                .readTree(get(SERVER.master().resolve("/dir/assign")).body());
        URI file = URI.create(
                "http://" + place.get("url").asText() + "/" + place.get("fid").asText());

        assertThat(post(file).statusCode()).isEqualTo(401);
        assertThat(get(file).statusCode()).isEqualTo(401);
    }

    @Test
    void filer_withoutAToken_neitherTakesNorGives() throws Exception {
        try (S3Client upload = Stored.s3(SERVER.endpoint(), SERVER.of("upload"))) {
            upload.putObject(request -> request.bucket("uploads").key("hidden"), RequestBody.fromString("hidden"));

            assertThat(post(SERVER.filer("/buckets/uploads/intruder")).statusCode())
                    .isBetween(401, 405);
            HttpResponse<String> hidden = get(SERVER.filer("/buckets/uploads/hidden"));
            assertThat(hidden.statusCode()).isBetween(401, 405);
            assertThat(hidden.body()).doesNotContain("hidden");
            assertThat(upload.listObjectsV2(request -> request.bucket("uploads"))
                            .contents())
                    .extracting("key")
                    .contains("hidden")
                    .doesNotContain("intruder");
        }
    }

    private static void connect(String host, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
        }
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI address) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address)
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("intruder"))
                        .build(),
                BodyHandlers.ofString());
    }
}
