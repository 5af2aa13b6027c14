package dev.matinee.catalog;

import static dev.matinee.catalog.Albums.ALBUMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.AlbumChanged;
import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoDeleted;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.PhotoSubmitted;
import dev.matinee.events.UploadRejected;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A post of photos from its creator's first word to everybody's screen, by events as the other services send them. */
class AlbumIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final String ada = Films.newUser();
    private final Albums albums = new Albums(catalog, ada);

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    private List<String> photoIds(Answer album) {
        List<String> ids = new ArrayList<>();
        album.json().path("photos").forEach(photo -> ids.add(photo.path("id").asText()));
        return ids;
    }

    private <T> T heard(String id, EventType type, Class<T> data) {
        return await().until(
                        () -> catalog.heard(id).stream()
                                .filter(event -> event.type() == type)
                                .map(Event::data)
                                .map(data::cast)
                                .toList(),
                        found -> !found.isEmpty())
                .getLast();
    }

    @Test
    void publish_whenEveryPhotoIsReady() {
        String album = albums.create("public");
        String first = albums.add(album, "{\"alt_text\":\"The beach\"}");
        String second = albums.add(album, "{}");
        assertThat(albums.own(album).text("state")).isEqualTo("uploading");
        assertThat(catalog.get(ALBUMS + "/" + album).status()).isEqualTo(404);

        albums.ready(album, second);
        assertThat(albums.own(album).text("state")).isEqualTo("uploading");
        PhotoSubmitted submitted = heard(album, EventType.PHOTO_SUBMITTED, PhotoSubmitted.class);
        assertThat(submitted.photoId()).isEqualTo(second);
        assertThat(submitted.owner()).isEqualTo(ada);
        albums.ready(album, first);

        Answer seen = catalog.get(ALBUMS + "/" + album);
        assertThat(seen.status()).isEqualTo(200);
        assertThat(photoIds(seen)).containsExactly(first, second);
        JsonNode photo = seen.json().at("/photos/0");
        assertThat(photo.path("alt_text").asText()).isEqualTo("The beach");
        assertThat(photo.path("blur_hash").asText()).hasSize(28);
        assertThat(photo.path("width").asInt()).isEqualTo(3000);
        assertThat(photo.path("sizes")).hasSize(4);
        assertThat(photo.at("/sizes/1/webp_url").asText())
                .isEqualTo("http://films.test/media/v/" + album + "/ver-" + first + "/640.webp");
        assertThat(photo.at("/sizes/1/jpeg_url").asText()).endsWith("/640.jpg");
        assertThat(photo.at("/sizes/1/height").asInt()).isEqualTo(427);
        assertThat(seen.json().has("expires_at")).isFalse();
        assertThat(seen.json().has("owner")).isFalse();
        assertThat(catalog.get(ALBUMS + "/" + album, "If-None-Match", seen.etag())
                        .status())
                .isEqualTo(304);

        AlbumChanged published = heard(album, EventType.ALBUM_PUBLISHED, AlbumChanged.class);
        assertThat(published.photos()).isEqualTo(2);
        assertThat(published.altTexts()).containsExactly("The beach");
        assertThat(published.cover()).isEqualTo(first + "/ver-" + first);
        assertThat(catalog.getAs(albums.token(), "/api/catalog/v1/me/albums")
                        .json()
                        .at("/data/0/id")
                        .asText())
                .isEqualTo(album);
    }

    @Test
    void uploads_withoutAPhotoTakeTheirPlaces() {
        String album = albums.create("private");
        String waiting = albums.add(album, "{}");
        albums.upload(album, Map.of());
        await().until(() -> albums.photoState(album, waiting).equals("processing"));
        albums.upload(album, Map.of("alt_text", "A gull"));
        await().until(() -> photoIds(albums.own(album)).size() == 2);
        assertThat(albums.own(album).json().at("/photos/1/alt_text").asText()).isEqualTo("A gull");
    }

    @Test
    void upload_ofAPhotoForNothing_isAnAlbumOfItsOwn() {
        String upload = albums.upload("", Map.of("title", "A walk", "visibility", "public"));
        await().until(() -> catalog.getAs(albums.token(), "/api/catalog/v1/me/albums")
                        .json()
                        .path("data")
                        .size()
                == 1);
        JsonNode made = catalog.getAs(albums.token(), "/api/catalog/v1/me/albums")
                .json()
                .at("/data/0");
        assertThat(made.path("title").asText()).isEqualTo("A walk");
        assertThat(made.path("visibility").asText()).isEqualTo("public");
        String album = made.path("id").asText();
        assertThat(heard(album, EventType.PHOTO_SUBMITTED, PhotoSubmitted.class).submissionId())
                .isEqualTo(upload);
    }

    @Test
    void upload_notTaken_isRejected() {
        String album = albums.create("private");
        String photo = albums.add(album, "{}");
        albums.ready(album, photo);
        Albums eve = new Albums(catalog, Films.newUser());
        assertThat(heard(eve.upload(album, Map.of()), EventType.UPLOAD_REJECTED, UploadRejected.class)
                        .code())
                .isEqualTo("not_owner");
        String again = albums.upload(album, Map.of("photo_id", photo));
        assertThat(heard(again, EventType.UPLOAD_REJECTED, UploadRejected.class).code())
                .isEqualTo("not_waiting");
        String nowhere =
                albums.upload(album, Map.of("photo_id", UUID.randomUUID().toString()));
        assertThat(heard(nowhere, EventType.UPLOAD_REJECTED, UploadRejected.class)
                        .code())
                .isEqualTo("no_such_content");
    }

    @Test
    void failed_photo_leavesTheOthersAndTakesAnotherFile() {
        String album = albums.create("public");
        String good = albums.add(album, "{}");
        String bad = albums.add(album, "{}");
        albums.ready(album, good);
        String submission = albums.upload(album, Map.of("photo_id", bad));
        await().until(() -> albums.photoState(album, bad).equals("processing"));
        catalog.say(
                EventType.PHOTO_FAILED,
                new PhotoFailed(album, bad, submission, "job", "svg_refused", "No drawings.", false));
        albums.awaitState(album, "ready");
        assertThat(photoIds(catalog.get(ALBUMS + "/" + album))).containsExactly(good);
        assertThat(albums.own(album).json().at("/photos/1/failure/code").asText())
                .isEqualTo("svg_refused");

        albums.ready(album, bad);
        assertThat(heard(submission, EventType.UPLOAD_REJECTED, UploadRejected.class)
                        .code())
                .isEqualTo("replaced");
        assertThat(photoIds(catalog.get(ALBUMS + "/" + album))).containsExactly(good, bad);
        assertThat(catalog.heardTypes(album))
                .filteredOn(EventType.ALBUM_PUBLISHED::equals)
                .hasSize(1);
    }

    @Test
    void photos_areOrderedDescribedAndDeletedByTheirOwner() {
        String album = albums.create("unlisted");
        String first = albums.add(album, "{}");
        String second = albums.add(album, "{}");
        String between = albums.add(album, "{\"position\":1}");
        assertThat(photoIds(albums.own(album))).containsExactly(first, between, second);
        String path = ALBUMS + "/" + album + "/photos/";
        Answer moved = catalog.patchAs(
                albums.token(), path + second, albums.own(album).etag(), "{\"position\":0,\"alt_text\":\" A hill \"}");
        assertThat(moved.status()).isEqualTo(200);
        assertThat(photoIds(moved)).containsExactly(second, first, between);
        assertThat(moved.json().at("/photos/0/alt_text").asText()).isEqualTo("A hill");
        assertThat(catalog.patchAs(albums.token(), path + first, "\"1\"", "{\"position\":0}")
                        .status())
                .isEqualTo(412);
        assertThat(catalog.patchAs(albums.token(), path + first, moved.etag(), "{\"position\":20}")
                        .status())
                .isEqualTo(400);

        Albums eve = new Albums(catalog, Films.newUser());
        assertThat(catalog.deleteAs(eve.token(), path + first).status()).isEqualTo(404);
        albums.ready(album, second);
        assertThat(catalog.deleteAs(albums.token(), path + second).status()).isEqualTo(204);
        PhotoDeleted deleted = heard(album, EventType.PHOTO_DELETED, PhotoDeleted.class);
        assertThat(deleted.photoId()).isEqualTo(second);
        assertThat(deleted.submissionId()).isNotNull();
        assertThat(catalog.deleteAs(albums.token(), path + second).status()).isEqualTo(404);
        assertThat(photoIds(albums.own(album))).containsExactly(first, between);
    }

    @Test
    void photos_moreThanTwenty_areRefused() {
        String album = albums.create("private");
        for (int i = 0; i < Album.MAX_PHOTOS; i++) {
            albums.add(album, "{}");
        }
        Answer refused = catalog.postAs(albums.token(), ALBUMS + "/" + album + "/photos", "{}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("album_full");
    }

    @Test
    void visibility_actsOnAddressesAndRights() {
        String album = albums.ready("unlisted");
        Answer seen = catalog.get(ALBUMS + "/" + album);
        assertThat(seen.status()).isEqualTo(200);
        assertThat(seen.json().at("/photos/0/sizes/0/webp_url").asText()).contains("/media/p/k1.");
        assertThat(seen.json().has("expires_at")).isTrue();
        String access = "/internal/catalog/media-access?content_id=" + album + "&epoch=";
        assertThat(catalog.get(access + "0").status()).isEqualTo(204);
        assertThat(catalog.get(access).status()).isEqualTo(403);

        assertThat(albums.patch(album, "{\"visibility\":\"public\"}").status()).isEqualTo(200);
        assertThat(catalog.get(access).status()).isEqualTo(204);
        assertThat(catalog.get(access + "0").status()).isEqualTo(403);
        assertThat(catalog.get(ALBUMS + "?tag=none").json().path("data")).isEmpty();

        Albums eve = new Albums(catalog, Films.newUser());
        assertThat(catalog.patchAs(eve.token(), ALBUMS + "/" + album, seen.etag(), "{\"title\":\"Mine\"}")
                        .status())
                .isEqualTo(403);
        String moderator = catalog.token(Films.newUser(), "viewer", "moderator");
        Answer hidden = catalog.patchAs(
                moderator, ALBUMS + "/" + album, albums.own(album).etag(), "{\"visibility\":\"private\"}");
        assertThat(hidden.status()).isEqualTo(200);
        assertThat(catalog.get(ALBUMS + "/" + album).status()).isEqualTo(404);
        assertThat(albums.patch(album, "{\"visibility\":\"public\"}").text("code"))
                .isEqualTo("hidden_by_moderator");
        assertThat(catalog.heardTypes(album)).contains(EventType.ALBUM_PUBLISHED);
        heard(album, EventType.ALBUM_UNPUBLISHED, AlbumChanged.class);
    }

    @Test
    void social_actionsKnowAlbums() {
        String album = albums.ready("public");
        String eve = catalog.creator(Films.newUser());
        assertThat(catalog.putAs(eve, ALBUMS + "/" + album + "/like", "")
                        .json()
                        .path("likes")
                        .asInt())
                .isEqualTo(1);
        assertThat(catalog.postAs(eve, ALBUMS + "/" + album + "/comments", "{\"text\":\"Where is it?\"}")
                        .status())
                .isEqualTo(201);
        assertThat(catalog.getAs(eve, "/api/catalog/v1/me/likes")
                        .json()
                        .at("/data/0/album/title")
                        .asText())
                .isEqualTo("Summer");
        assertThat(catalog.postAs(
                                eve,
                                "/api/catalog/v1/reports",
                                "{\"target_kind\":\"album\",\"target_id\":\"" + album + "\",\"reason\":\"spam\"}")
                        .status())
                .isEqualTo(201);
        assertThat(catalog.deleteAs(albums.token(), ALBUMS + "/" + album).status())
                .isEqualTo(204);
        assertThat(catalog.getAs(eve, "/api/catalog/v1/me/likes").json().path("data"))
                .isEmpty();
        AlbumDeleted deleted = heard(album, EventType.ALBUM_DELETED, AlbumDeleted.class);
        assertThat(deleted.submissionIds()).hasSize(1);
    }

    @Test
    void documents_haveAlbums() {
        String album = albums.ready("public");
        String service = catalog.token("services", "service");
        JsonNode document = catalog.postAs(service, "/internal/catalog/documents", "{\"ids\":[\"" + album + "\"]}")
                .json()
                .at("/data/0");
        assertThat(document.path("kind").asText()).isEqualTo("album");
        assertThat(document.path("visible").asBoolean()).isTrue();
        assertThat(document.path("cover").asText()).endsWith("/640.jpg").startsWith("/media/v/" + album + "/");
        assertThat(document.at("/alt_texts/0").asText()).isEqualTo("The beach");
        assertThat(document.path("items").asInt()).isEqualTo(1);
    }
}
