package dev.matinee.upload;

import static dev.matinee.upload.ProtocolIT.assertProblem;
import static dev.matinee.upload.TusClient.FILES;
import static dev.matinee.upload.TusClient.film;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What says it is a photo may not be as long as a film. */
class PhotoUploadIT {
    private static final TestService service = new TestService(Map.of("upload.max.photo", "2000"));

    private final TusClient client = TusClient.creator(service);

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void photo_ofThatLength_isTaken() {
        Map<String, String> photo = Map.of(
                "filetype", "image/webp", "photo_id", UUID.randomUUID().toString(), "alt_text", "A hill\nand a tree");
        String path = TusClient.location(client.create(2_000, photo));
        assertThat(client.patch(path, 0, film(2_000, 1)).statusCode()).isEqualTo(204);
    }

    @Test
    void photo_longer_is413() throws Exception {
        assertProblem(client.create(2_001, Map.of("filetype", "image/jpeg")), 413, UploadError.TOO_LARGE);
        assertThat(client.create(2_001, Map.of("filetype", "video/mp4")).statusCode())
                .isEqualTo(201);
    }

    @Test
    void photo_ofALengthSaidLater_is413() throws Exception {
        String path = TusClient.location(service.send(client.request(FILES)
                .header("Upload-Defer-Length", "1")
                .header("Upload-Metadata", TusClient.metadata(Map.of("filetype", "image/png")))
                .POST(BodyPublishers.noBody())));
        assertProblem(client.patch(path, 0, new byte[0], "Upload-Length", "2001"), 413, UploadError.TOO_LARGE);
        assertThat(client.patch(path, 0, film(2_001, 2)).statusCode()).isEqualTo(413);
        assertThat(client.patch(path, 0, film(2_000, 2), "Upload-Length", "2000")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void photo_ofAnotherKind_is415() throws Exception {
        assertProblem(client.create(10, Map.of("filetype", "image/svg+xml")), 415, UploadError.PHOTO_TYPE);
        assertProblem(client.create(10, Map.of("filetype", "image/tiff")), 415, UploadError.PHOTO_TYPE);
    }

    @Test
    void photoId_thatIsNone_is400() throws Exception {
        assertProblem(client.create(10, Map.of("photo_id", "../etc")), 400, UploadError.INVALID_METADATA);
    }
}
