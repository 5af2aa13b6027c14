package dev.matinee.kit.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.test.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

class S3SettingsIT {
    private final S3Server server = S3Server.shared();

    @Test
    void object_isKeptAsItWasSent() {
        String bucket = server.newBucket();
        try (S3Client s3 = client(server.endpoint(), Duration.ofMinutes(1))) {
            s3.putObject(request -> request.bucket(bucket).key("a/b"), RequestBody.fromString("text"));
            HeadObjectResponse head =
                    s3.headObject(request -> request.bucket(bucket).key("a/b"));
            assertThat(head.contentLength()).isEqualTo(4);
            assertThat(head.contentEncoding()).isNullOrEmpty();
        }
    }

    @Test
    void serverThatSaysNothing_isGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                S3Client s3 = client(URI.create("http://127.0.0.1:" + silent.getLocalPort()), Duration.ofSeconds(2))) {
            assertThatThrownBy(() -> s3.listBuckets()).isInstanceOf(ApiCallTimeoutException.class);
        }
    }

    @Test
    void secret_isNotShown() {
        assertThat(new S3Settings(server.endpoint(), server.region(), "me", "hidden").toString())
                .doesNotContain("hidden");
    }

    private S3Client client(URI endpoint, Duration call) {
        return new S3Settings(
                        endpoint,
                        server.region(),
                        server.all().access(),
                        server.all().secret())
                .client(Duration.ofSeconds(5), Duration.ofSeconds(30), limits -> limits.apiCallTimeout(call));
    }
}
