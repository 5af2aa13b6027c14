package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A post of photos on the platform that runs on this machine, from a camera's files to everybody's screen and away again. */
@Tag("stack")
class StackAlbumIT {
    private static final String ALBUMS = "/api/catalog/v1/albums";
    private static final String SECRET = "GPS 52.5200 13.4050";

    @TempDir
    private Path folder = Path.of("");

    private final RunningPlatform platform = new RunningPlatform();
    private final Member member = platform.member();
    private final HttpClient client = HttpClient.newHttpClient();
    private String album = "";

    @BeforeEach
    void awaitEveryPart() {
        platform.awaitEveryPart();
    }

    @AfterEach
    void cleanUp() throws Exception {
        member.deleteAt(ALBUMS + "/" + album);
    }

    @Test
    void album_isServedWithoutWhereItWasTaken_found_hiddenAndGone() throws Exception {
        String title = "Photowalk " + Long.toString(System.nanoTime(), Character.MAX_RADIX);
        album = member.create(ALBUMS, Map.of("title", title, "visibility", "public"))
                .path("id")
                .asText();
        String first = photo("A wall in the sun");
        String second = photo("A door");
        assertThat(statusOf(ALBUMS + "/" + album)).isEqualTo(404);

        // The second by somebody who has its one-time address and no login, and before the first.
        JsonNode direct = member.create(
                "/api/upload/v1/uploads",
                Map.of(
                        "cors_origin",
                        "https://example.org",
                        "timeout_s",
                        600,
                        "content",
                        Map.of("content_id", album, "photo_id", second)));
        member.uploadOnce(URI.create(direct.path("url").asText()), "image/png", made("png"));
        Path taken = turnedWithPosition(made("jpg"));
        URI upload = member.beginUpload(
                Map.of("filename", "a.jpg", "filetype", "image/jpeg", "content_id", album, "photo_id", first), taken);
        assertThat(member.sendPiece(upload, 0, Files.readAllBytes(taken)).statusCode())
                .isEqualTo(204);
        RunningPlatform.await(() -> statusOf(ALBUMS + "/" + album) == 200);

        List<JsonNode> photos = new ArrayList<>();
        member.read(ALBUMS + "/" + album).path("photos").forEach(photos::add);
        assertThat(photos).extracting(photo -> photo.path("id").asText()).containsExactly(first, second);
        assertThat(photos)
                .extracting(photo -> photo.path("alt_text").asText())
                .containsExactly("A wall in the sun", "A door");
        assertThat(photos)
                .allSatisfy(
                        photo -> assertThat(photo.path("blur_hash").asText()).isNotEmpty());
        assertThat(photos.getFirst().path("width").asInt()).as("upright").isEqualTo(600);
        assertThat(photos.getFirst().path("height").asInt()).isEqualTo(900);
        assertThat(photos.getLast().path("width").asInt()).isEqualTo(900);
        List<URI> files = new ArrayList<>();
        for (JsonNode photo : photos) {
            assertThat(photo.path("sizes")).hasSizeGreaterThan(1);
            for (JsonNode size : photo.path("sizes")) {
                files.add(served(size.path("webp_url").asText(), "image/webp"));
                files.add(served(size.path("jpeg_url").asText(), "image/jpeg"));
            }
        }

        String words = URLEncoder.encode(title, StandardCharsets.UTF_8);
        RunningPlatform.await(() -> member.read("/api/search/v1/search?kind=album&q=" + words)
                .path("data")
                .findValuesAsText("id")
                .contains(album));

        member.change("PATCH", "application/merge-patch+json", ALBUMS + "/" + album, Map.of("visibility", "private"));
        RunningPlatform.await(() -> statusOf(ALBUMS + "/" + album) == 404);
        for (URI file : files) {
            RunningPlatform.await(() -> statusOf(file.getRawPath()) == 403);
        }
        JsonNode signed = member.read(ALBUMS + "/" + album);
        URI own = URI.create(signed.at("/photos/0/sizes/0/webp_url").asText());
        assertThat(own.getPath()).startsWith("/media/p/");
        assertThat(statusOf(own.getRawPath())).isEqualTo(200);
        RunningPlatform.await(() -> !member.read("/api/search/v1/search?kind=album&q=" + words)
                .path("data")
                .findValuesAsText("id")
                .contains(album));

        member.deleteAt(ALBUMS + "/" + album);
        assertThat(member.get(ALBUMS + "/" + album).statusCode()).isEqualTo(404);
        RunningPlatform.await(() -> statusOf(own.getRawPath()) != 200);
    }

    @Test
    void drawing_thatSaysItIsAPhoto_isRefusedByItsFirstBytes() throws Exception {
        album = member.create(ALBUMS, Map.of("title", "Drawn", "visibility", "public"))
                .path("id")
                .asText();
        Path drawing = Files.writeString(
                folder.resolve("drawing.png"), "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>");
        URI upload = member.beginUpload(
                Map.of("filetype", "image/png", "content_id", album, "photo_id", photo("A drawing")), drawing);

        HttpResponse<String> refused = member.sendPiece(upload, 0, Files.readAllBytes(drawing));
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(415);
        assertThat(refused.body()).contains("This is neither a video nor a photo.");
        assertThat(member.read(ALBUMS + "/" + album).at("/photos/0/state").asText())
                .isEqualTo("uploading");
        assertThat(statusOf(ALBUMS + "/" + album)).isEqualTo(404);
    }

    private String photo(String altText) throws IOException, InterruptedException {
        return member.create(ALBUMS + "/" + album + "/photos", Map.of("alt_text", altText))
                .path("id")
                .asText();
    }

    /** Its address, after what anybody gets there was looked at. */
    private URI served(String url, String type) throws IOException, InterruptedException {
        URI at = URI.create(url);
        assertThat(at.getPath()).startsWith("/media/v/" + album + "/");
        HttpResponse<byte[]> answer =
                client.send(HttpRequest.newBuilder(at).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        String whole = new String(answer.body(), StandardCharsets.ISO_8859_1);
        assertThat(whole).startsWith(type.equals("image/webp") ? "RIFF" : "\u00ff\u00d8\u00ff");
        assertThat(whole).doesNotContain("GPS", "Exif", "EXIF", "XMP", "hidden", "<script");
        return at;
    }

    private int statusOf(String path) throws InterruptedException {
        return member.statusOf(path);
    }

    private Path made(String format) throws IOException, InterruptedException {
        Path photo = folder.resolve("photo." + format);
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=900x600:rate=1:duration=1",
                        "-frames:v",
                        "1",
                        photo.toString())
                .inheritIO()
                .start();
        assertThat(ffmpeg.waitFor()).isZero();
        return photo;
    }

    /** As a telephone held upright writes it: lying on its side, with where it was taken; and an archive behind its end. */
    private static Path turnedWithPosition(Path jpeg) throws IOException {
        byte[] whole = Files.readAllBytes(jpeg);
        ByteBuffer exif = ByteBuffer.allocate(74);
        exif.putShort((short) 0xffe1).putShort((short) 72).put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII));
        exif.putShort((short) 42).putInt(8).putShort((short) 2);
        exif.putShort((short) 0x010e)
                .putShort((short) 2)
                .putInt(SECRET.length())
                .putInt(40);
        exif.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) 6);
        exif.position(10 + 40).put(SECRET.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, 2);
        out.writeBytes(exif.array());
        out.write(whole, 2, whole.length - 2);
        out.writeBytes("PK\3\4 hidden <script>".getBytes(StandardCharsets.US_ASCII));
        return Files.write(jpeg, out.toByteArray());
    }
}
