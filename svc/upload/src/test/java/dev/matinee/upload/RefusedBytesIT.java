package dev.matinee.upload;

import static dev.matinee.upload.ProtocolIT.assertProblem;
import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are not the ones meant, and bytes that nobody means to take. */
class RefusedBytesIT {
    private final TestService service = TestService.shared();
    private final TusClient client = TusClient.creator(service);

    @ParameterizedTest
    @ValueSource(strings = {"sha1", "sha256"})
    void checksum_wrong_is460AndChangesNothing(String algorithm) throws Exception {
        byte[] film = film(TestService.PART + 1_000, 8);
        String path = client.begin(film.length);
        MessageDigest digest = MessageDigest.getInstance(algorithm.equals("sha1") ? "SHA-1" : "SHA-256");
        String right = algorithm + " " + Base64.getEncoder().encodeToString(digest.digest(film));
        byte[] damaged = film.clone();
        damaged[film.length - 1] ^= 1;
        assertThat(client.patch(path, 0, slice(film, 0, 100)).statusCode()).isEqualTo(204);
        assertProblem(
                client.patch(path, 100, slice(damaged, 100, film.length), "Upload-Checksum", right),
                460,
                UploadError.CHECKSUM_MISMATCH);
        assertThat(client.offset(path)).isEqualTo(100);
        byte[] rest = slice(film, 100, film.length);
        String ofRest = algorithm + " " + Base64.getEncoder().encodeToString(digest.digest(rest));
        assertThat(client.patch(path, 100, rest, "Upload-Checksum", ofRest).statusCode())
                .isEqualTo(204);
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @Test
    void checksum_unknownAlgorithm_is400() throws Exception {
        String path = client.begin(10);
        assertProblem(
                client.patch(path, 0, new byte[10], "Upload-Checksum", "md5 AAAA"), 400, UploadError.INVALID_CHECKSUM);
        assertThat(client.offset(path)).isZero();
    }

    @Test
    void notMedia_is415AndNothingStays() throws Exception {
        byte[] page =
                "<!DOCTYPE html><html><body>hello</body></html>".repeat(40).getBytes(StandardCharsets.UTF_8);
        String path = client.begin(page.length);
        assertProblem(client.patch(path, 0, page), 415, UploadError.NOT_MEDIA);
        assertThat(client.head(path).statusCode()).isEqualTo(410);
        assertThat(Stored.keys(service)).doesNotContain("u/" + TusClient.id(path), "t/" + TusClient.id(path));
    }

    @Test
    void notMedia_underAWrongChecksum_isDamageAndMayBeSentAgain() throws Exception {
        byte[] film = film(TestService.PART + 1_000, 9);
        byte[] page = "<!DOCTYPE html><html><body>a proxy's page</body></html>"
                .repeat(film.length / 50)
                .getBytes(StandardCharsets.UTF_8);
        String path = client.begin(film.length);
        assertProblem(
                client.patch(path, 0, slice(page, 0, film.length), "Upload-Checksum", sha256(film)),
                460,
                UploadError.CHECKSUM_MISMATCH);
        assertThat(client.offset(path)).isZero();
        assertThat(client.patch(path, 0, film, "Upload-Checksum", sha256(film)).statusCode())
                .isEqualTo(204);
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 400_000})
    void notMedia_underItsChecksum_is415(int times) throws Exception {
        byte[] page = "<!DOCTYPE html><p>x".repeat(times).getBytes(StandardCharsets.UTF_8);
        String path = client.begin(page.length);
        assertProblem(client.patch(path, 0, page, "Upload-Checksum", sha256(page)), 415, UploadError.NOT_MEDIA);
        assertThat(client.head(path).statusCode()).isEqualTo(410);
    }

    private static String sha256(byte[] bytes) throws Exception {
        return "sha256 "
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void notMedia_isSeenLongBeforeTheEnd() throws Exception {
        String path = client.begin(5_000_000_000L);
        byte[] head = "%PDF-1.7 and so on".repeat(50).getBytes(StandardCharsets.UTF_8);
        try (RawRequest request = RawRequest.patch(service, client, path, 0, 5_000_000_000L)) {
            assertThat(request.send(head).head().getFirst()).contains(" 415 ");
        }
    }
}
