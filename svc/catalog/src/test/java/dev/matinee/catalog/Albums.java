package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.PhotoReady;
import dev.matinee.events.SourceObject;
import dev.matinee.events.UploadCompleted;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;

/** Albums for tests, on their way through a running catalog. */
final class Albums {
    static final String ALBUMS = "/api/catalog/v1/albums";

    private final RunningCatalog catalog;
    private final String owner;
    private final String token;

    Albums(RunningCatalog catalog, String owner) {
        this.catalog = catalog;
        this.owner = owner;
        this.token = catalog.creator(owner);
    }

    String token() {
        return token;
    }

    /** The id of a new album without photos. */
    String create(String visibility) {
        Answer created = catalog.postAs(token, ALBUMS, "{\"title\":\"Summer\",\"visibility\":\"" + visibility + "\"}");
        if (created.status() != 201) {
            throw new IllegalStateException(created.response().body());
        }
        return created.text("id");
    }

    /** The id of a new photo that waits for its file. */
    String add(String album, String body) {
        Answer created = catalog.postAs(token, ALBUMS + "/" + album + "/photos", body);
        if (created.status() != 201) {
            throw new IllegalStateException(created.response().body());
        }
        return created.text("id");
    }

    /** The id of an upload of a photo for an album. */
    String upload(String album, Map<String, String> metadata) {
        String upload = UUID.randomUUID().toString();
        SourceObject source = new SourceObject("uploads", "u/" + upload, 1_000, "beach.jpg", "image/jpeg", null);
        catalog.say(
                EventType.UPLOAD_COMPLETED,
                new UploadCompleted(upload, owner, "Ada L.", album.isEmpty() ? null : album, source, metadata));
        return upload;
    }

    static PhotoReady made(String album, String photo, String submission) {
        return new PhotoReady(
                album,
                photo,
                submission,
                "job-" + submission,
                "ver-" + photo,
                3000,
                2000,
                List.of(320, 640, 1280, 2048),
                "LEHV6nWB2yk8pyo0adR*.7kCMdnj",
                90_000);
    }

    /** The id of an album of one photo that is ready. */
    String ready(String visibility) {
        String album = create(visibility);
        String photo = add(album, "{\"alt_text\":\"The beach\"}");
        ready(album, photo);
        awaitState(album, "ready");
        return album;
    }

    void ready(String album, String photo) {
        String submission = upload(album, Map.of("photo_id", photo));
        Awaitility.await(photo).until(() -> photoState(album, photo).equals("processing"));
        catalog.say(EventType.PHOTO_READY, made(album, photo, submission));
        Awaitility.await(photo).until(() -> photoState(album, photo).equals("ready"));
    }

    String photoState(String album, String photo) {
        for (var each : own(album).json().path("photos")) {
            if (each.path("id").asText().equals(photo)) {
                return each.path("state").asText();
            }
        }
        return "none";
    }

    void awaitState(String album, String state) {
        Awaitility.await(album + " " + state)
                .until(() -> own(album).text("state").equals(state));
    }

    Answer own(String album) {
        return catalog.getAs(token, ALBUMS + "/" + album);
    }

    Answer patch(String album, String body) {
        return catalog.patchAs(token, ALBUMS + "/" + album, own(album).etag(), body);
    }
}
