package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3's refusals mean; a real S3 gives most of them too seldom to wait for. */
class SourceBucketTest {
    private static final List<Upload.Part> PARTS = List.of(new Upload.Part(1, 10, "etag"));

    /** Completes against a server that refuses to complete and has no object. */
    private static boolean complete(int status, String code) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                byte[] body = ("<Error><Code>" + code + "</Code></Error>").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (SourceBucket bucket = new SourceBucket(
                new UploadConfig.S3(endpoint, "access", "secret", "us-east-1", "uploads", Optional.empty()))) {
            return bucket.complete("u/1", "multipart", PARTS, 10);
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource({"404, NoSuchUpload", "400, InvalidPart"})
    void complete_partsGone_isFalse(int status, String code) throws Exception {
        assertThat(complete(status, code)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"400, EntityTooSmall", "400, MalformedXML", "404, NoSuchBucket"})
    void complete_refusedOtherwise_isNoLoss(int status, String code) {
        assertThatThrownBy(() -> complete(status, code)).isInstanceOf(S3Exception.class);
    }
}
