package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Uuid7;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every verb by owner, another, nobody and a moderator, on a video of each visibility. */
class RightsIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Films films = new Films(catalog, Films.newUser());
    private final String another = catalog.creator(Films.newUser());
    private final String viewer = catalog.token(Films.newUser(), "viewer");
    private final String operator = catalog.token(Films.newUser(), "operator");
    private final String moderator = catalog.token(Films.newUser(), "viewer", "moderator");

    @ParameterizedTest
    @CsvSource({"public, true", "unlisted, true", "followers, false", "private, false"})
    void everyVerb_everyCaller(String visibility, boolean open) {
        String id = films.ready(visibility);
        int seen = open ? 200 : 404;
        int hidden = open ? 403 : 404;
        String tag = films.own(id).etag();

        for (String path : List.of("", "/playback")) {
            assertThat(as(films.token(), "GET", id + path, "", tag)).isEqualTo(200);
            assertThat(as(moderator, "GET", id + path, "", tag)).isEqualTo(200);
            assertThat(as(another, "GET", id + path, "", tag)).isEqualTo(seen);
            assertThat(as(viewer, "GET", id + path, "", tag)).isEqualTo(seen);
            assertThat(as(operator, "GET", id + path, "", tag)).isEqualTo(seen);
            assertThat(as(null, "GET", id + path, "", tag)).isEqualTo(seen);
        }
        for (String patch : List.of("{\"title\":\"Mine now\"}", "{\"visibility\":\"private\"}", "{\"owner\":\"me\"}")) {
            assertThat(as(null, "PATCH", id, patch, tag)).isEqualTo(401);
        }
        for (String patch : List.of("{\"title\":\"Mine now\"}", "{\"visibility\":\"private\"}")) {
            assertThat(as(another, "PATCH", id, patch, tag)).isEqualTo(hidden);
            assertThat(as(viewer, "PATCH", id, patch, tag)).isEqualTo(hidden);
            assertThat(as(operator, "PATCH", id, patch, tag)).isEqualTo(hidden);
        }
        assertThat(as(moderator, "PATCH", id, "{\"title\":\"Mine now\"}", tag)).isEqualTo(403);
        assertThat(as(moderator, "PATCH", id, "{\"visibility\":\"public\",\"title\":\"x\"}", tag))
                .isEqualTo(403);
        assertThat(as(null, "DELETE", id, "", tag)).isEqualTo(401);
        assertThat(as(another, "DELETE", id, "", tag)).isEqualTo(hidden);
        assertThat(as(viewer, "DELETE", id, "", tag)).isEqualTo(hidden);
        assertThat(as(null, "POST", id + "/retry", "", tag)).isEqualTo(401);
        assertThat(as(another, "POST", id + "/retry", "", tag)).isEqualTo(hidden);
        assertThat(as(moderator, "POST", id + "/retry", "", tag)).isEqualTo(403);
        assertThat(films.own(id).etag()).as("nothing was changed").isEqualTo(tag);

        assertThat(as(films.token(), "PATCH", id, "{\"title\":\"Renamed\"}", tag))
                .isEqualTo(200);
        assertThat(as(
                        moderator,
                        "PATCH",
                        id,
                        "{\"visibility\":\"private\"}",
                        films.own(id).etag()))
                .isEqualTo(200);
        assertThat(as(another, "GET", id, "", tag)).isEqualTo(404);
        assertThat(as(null, "GET", id, "", tag)).isEqualTo(404);
        assertThat(as(moderator, "DELETE", id, "", films.own(id).etag())).isEqualTo(204);
        assertThat(as(films.token(), "GET", id, "", tag)).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "unlisted", "followers"})
    void hiddenByModerator_onlyAModeratorUndoesIt(String visibility) {
        String id = films.ready(visibility);
        assertThat(patch(moderator, id, "private").status()).isEqualTo(200);
        assertThat(patch(moderator, id, "private").status())
                .as("again changes nothing")
                .isEqualTo(200);

        for (String wish : List.of("public", "unlisted", "followers")) {
            Answer refused = patch(films.token(), id, wish);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("code")).isEqualTo("hidden_by_moderator");
        }
        assertThat(films.patch(id, "{\"title\":\"Mended\",\"visibility\":\"private\"}")
                        .status())
                .isEqualTo(200);
        assertThat(films.patch(id, "{\"visibility\":\"public\"}").status())
                .as("an edit does not loosen it")
                .isEqualTo(403);
        assertThat(as(null, "GET", id, "", "")).isEqualTo(404);

        for (String wider : List.of("public", "unlisted", "followers")) {
            if (!wider.equals(visibility)) {
                assertThat(patch(moderator, id, wider).status()).isEqualTo(403);
            }
        }
        assertThat(patch(moderator, id, visibility).status()).isEqualTo(200);
        assertThat(films.own(id).text("visibility")).isEqualTo(visibility);
        assertThat(films.own(id).text("title")).isEqualTo("Mended");
        assertThat(patch(films.token(), id, "private").status()).isEqualTo(200);
        assertThat(patch(moderator, id, visibility).status())
                .as("what the owner hid is the owner's")
                .isEqualTo(403);
        assertThat(patch(films.token(), id, "public").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "unlisted"})
    void unfinished_onlyForOwnerAndModerator(String visibility) {
        String id = films.processing(visibility);
        assertThat(as(films.token(), "GET", id, "", "")).isEqualTo(200);
        assertThat(as(moderator, "GET", id, "", "")).isEqualTo(200);
        assertThat(as(another, "GET", id, "", "")).isEqualTo(404);
        assertThat(as(null, "GET", id, "", "")).isEqualTo(404);
        assertThat(as(films.token(), "GET", id + "/playback", "", "")).isEqualTo(409);
        assertThat(as(null, "GET", id + "/playback", "", "")).isEqualTo(404);
    }

    @Test
    void scheduled_hiddenUntilDue() {
        String id = films.ready("unlisted");
        films.patch(id, "{\"publish_at\":\"2099-01-01T00:00:00Z\"}");
        assertThat(as(null, "GET", id, "", "")).isEqualTo(404);
        assertThat(as(another, "GET", id + "/playback", "", "")).isEqualTo(404);
        assertThat(as(films.token(), "GET", id + "/playback", "", "")).isEqualTo(200);
    }

    @Test
    void ownersFields_notForOthers() {
        String id = films.ready("public");
        films.patch(id, "{\"external_id\":\"secret-1\",\"custom\":{\"budget\":7}}");
        for (Answer answer : List.of(catalog.get(VIDEOS + "/" + id), catalog.getAs(another, VIDEOS + "/" + id))) {
            assertThat(answer.response().body()).doesNotContain("secret-1", "budget", "owner");
        }
        assertThat(films.own(id).text("external_id")).isEqualTo("secret-1");
        assertThat(catalog.getAs(moderator, VIDEOS + "/" + id).text("external_id"))
                .isEqualTo("secret-1");
        assertThat(catalog.get(VIDEOS + "?channel="
                                + films.own(id).json().at("/channel/id").asText())
                        .response()
                        .body())
                .contains(id)
                .doesNotContain("secret-1");
    }

    @Test
    void create_onlyByCreators() {
        String body = "{\"title\":\"A film\"}";
        assertThat(catalog.postAs(viewer, VIDEOS, body).status()).isEqualTo(403);
        assertThat(catalog.postAs(moderator, VIDEOS, body).status()).isEqualTo(403);
        assertThat(catalog.send("POST", VIDEOS, body, "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
        assertThat(catalog.send(
                                "POST",
                                VIDEOS,
                                body,
                                "Content-Type",
                                "application/json",
                                "X-User",
                                "admin",
                                "X-Matinee-Subject",
                                "admin")
                        .status())
                .isEqualTo(401);
        assertThat(catalog.get(VIDEOS, "Authorization", "Basic YTpi").status()).isEqualTo(401);
        assertThat(catalog.get("/api/catalog/v1/me", "Authorization", "Basic YTpi")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void lists_showOnlyWhatIsPublic() {
        List<String> hidden = List.of(
                films.ready("unlisted"), films.ready("followers"), films.ready("private"), films.create("public"));
        String shown = films.ready("public");
        String channel = films.own(shown).json().at("/channel/id").asText();
        for (String token : List.of(another, moderator, films.token())) {
            Answer list = catalog.getAs(token, VIDEOS + "?channel=" + channel);
            assertThat(list.response().body()).contains(shown).doesNotContain(hidden);
        }
        assertThat(catalog.getAs(films.token(), "/api/catalog/v1/me/videos")
                        .json()
                        .path("data"))
                .hasSize(5);
        assertThat(catalog.getAs(another, "/api/catalog/v1/me/videos").json().path("data"))
                .isEmpty();
        assertThat(catalog.get("/api/catalog/v1/me/videos").status()).isEqualTo(401);
    }

    @Test
    void unknownVideo_notFoundForAll() {
        String id = Uuid7.next().toString();
        for (String token : List.of(films.token(), moderator)) {
            assertThat(as(token, "GET", id, "", "")).isEqualTo(404);
            assertThat(as(token, "PATCH", id, "{}", "\"r1\"")).isEqualTo(404);
            assertThat(as(token, "DELETE", id, "", "")).isEqualTo(404);
        }
    }

    private Answer patch(String token, String id, String visibility) {
        return catalog.patchAs(
                token, VIDEOS + "/" + id, films.own(id).etag(), "{\"visibility\":\"" + visibility + "\"}");
    }

    private int as(@Nullable String token, String method, String path, String body, String tag) {
        List<String> headers = new ArrayList<>();
        if (token != null) {
            headers.addAll(List.of("Authorization", "Bearer " + token));
        }
        if (!body.isEmpty()) {
            headers.addAll(List.of("Content-Type", "application/merge-patch+json"));
        }
        if (!tag.isEmpty() && !method.equals("GET")) {
            headers.addAll(List.of("If-Match", tag));
        }
        return catalog.send(method, VIDEOS + "/" + path, body, headers.toArray(String[]::new))
                .status();
    }
}
