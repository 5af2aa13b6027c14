package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.MediaReady;
import dev.matinee.events.SourceObject;
import dev.matinee.events.UploadCompleted;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Videos for tests, on their way through a running catalog. */
final class Films {
    static final String MASTER = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="Original",DEFAULT=YES,AUTOSELECT=YES,URI="audio/index.m3u8"
            #EXT-X-STREAM-INF:BANDWIDTH=3000000,CODECS="avc1.64001f,mp4a.40.2",AUDIO="audio"
            720p/index.m3u8
            #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=100000,URI="iframes/index.m3u8"
            """;
    static final String VIDEOS = "/api/catalog/v1/videos";

    private final RunningCatalog catalog;
    private final String owner;
    private final String token;

    Films(RunningCatalog catalog, String owner) {
        this.catalog = catalog;
        this.owner = owner;
        this.token = catalog.creator(owner);
    }

    static String newUser() {
        return UUID.randomUUID().toString();
    }

    static UploadCompleted upload(String uploadId, String owner, @Nullable String contentId, Map<String, String> more) {
        SourceObject source = new SourceObject("uploads", "u/" + uploadId, 1_000, "My film.mp4", "video/mp4", null);
        return new UploadCompleted(uploadId, owner, "Ada L.", contentId, source, more);
    }

    static MediaReady ready(String contentId, String submission) {
        return media(contentId, submission, "ver1", "720p");
    }

    /** The first version: its lowest rung only. */
    static MediaReady playable(String contentId, String submission) {
        return media(contentId, submission, "ver0", "240p");
    }

    private static MediaReady media(String contentId, String submission, String version, String rung) {
        return new MediaReady(
                contentId,
                submission,
                "job-" + submission,
                version,
                30_000,
                1920,
                1080,
                24.0,
                true,
                List.of("poster.jpg", "poster-1.jpg"),
                true,
                5_000_000,
                List.of(new MediaReady.Rendition(rung, 1280, 720, 3_000_000, 2_500_000, "avc1.64001f,mp4a.40.2")),
                MASTER);
    }

    String token() {
        return token;
    }

    /** The id of a new video that waits for its file. */
    String create(String visibility) {
        Answer created = catalog.postAs(token, VIDEOS, "{\"title\":\"A film\",\"visibility\":\"" + visibility + "\"}");
        if (created.status() != 201) {
            throw new IllegalStateException(created.response().body());
        }
        return created.text("id");
    }

    /** The id of a video whose file has arrived; its submission is {@code sub-<id>}. */
    String processing(String visibility) {
        String id = create(visibility);
        catalog.say(EventType.UPLOAD_COMPLETED, upload("sub-" + id, owner, id, Map.of()));
        awaitState(id, "processing");
        return id;
    }

    /** The id of a video that plays. */
    String ready(String visibility) {
        String id = processing(visibility);
        catalog.say(EventType.MEDIA_READY, ready(id, "sub-" + id));
        awaitState(id, "ready");
        return id;
    }

    void awaitState(String id, String state) {
        Awaitility.await(id + " " + state).until(() -> own(id).text("state").equals(state));
    }

    Answer own(String id) {
        return catalog.getAs(token, VIDEOS + "/" + id);
    }

    Answer patch(String id, String body) {
        return catalog.patchAs(token, VIDEOS + "/" + id, own(id).etag(), body);
    }

    Answer playback(String id) {
        return catalog.getAs(token, VIDEOS + "/" + id + "/playback");
    }
}
