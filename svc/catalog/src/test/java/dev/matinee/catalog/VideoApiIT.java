package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire: bodies, tags, keys, cursors. */
class VideoApiIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Films films = new Films(catalog, Films.newUser());

    @Test
    void create_keepsEverything() throws Exception {
        Answer created = catalog.postAs(films.token(), VIDEOS, """
                {"title":" <script>alert(1)</script> 日本語 🎬 ","description":"one\\ntwo","tags":["Sea","sea","Sun & co"],
                 "category":"film","language":"PT-br","licence":"cc-by","visibility":"unlisted",
                 "publish_at":"2099-01-02T03:04:05.678Z","external_id":"'; DROP TABLE video; --",
                 "custom":{"a":{"b":[1,2,{"c":null}]},"zero":"\\u0000"}}
                """);
        assertThat(created.status()).as(created.response().body()).isEqualTo(201);
        String id = created.text("id");
        assertThat(created.header("Location")).isEqualTo(VIDEOS + "/" + id);
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(created.etag()).isEqualTo("\"r1\"");
        Answer read = films.own(id);
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.text("title")).isEqualTo("<script>alert(1)</script> 日本語 🎬");
        assertThat(read.json().path("tags")).isEqualTo(JSON.readTree("[\"sea\",\"sun & co\"]"));
        assertThat(read.text("language")).isEqualTo("pt-BR");
        assertThat(read.text("publish_at")).isEqualTo("2099-01-02T03:04:05.678Z");
        assertThat(read.json().at("/custom/zero").asText()).isEqualTo("\0");
    }

    @Test
    void create_titleOnly() {
        Answer created = catalog.postAs(films.token(), VIDEOS, "{\"title\":\"x\"}");
        assertThat(created.text("visibility")).isEqualTo("private");
        assertThat(created.text("state")).isEqualTo("uploading");
        assertThat(created.json().path("tags").isEmpty()).isTrue();
        assertThat(created.json().has("description")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/title",
                "{\"title\":null}|/title",
                "{\"title\":\"   \"}|/title",
                "{\"title\":\"a\\u0000b\"}|/title",
                "{\"title\":\"a\\nb\"}|/title",
                "{\"title\":\"a\\ud800b\"}|/title",
                "{\"title\":\"a\\u202eb\"}|/title",
                "{\"title\":\"x\",\"id\":\"1\"}|/id",
                "{\"title\":\"x\",\"state\":\"ready\"}|/state",
                "{\"title\":\"x\",\"owner\":\"me\"}|/owner",
                "{\"title\":\"x\",\"nonsense\":1}|/nonsense",
                "{\"title\":\"x\",\"visibility\":\"everyone\"}|/visibility",
                "{\"title\":\"x\",\"visibility\":\"PUBLIC\"}|/visibility",
                "{\"title\":\"x\",\"category\":\"nothing\"}|/category",
                "{\"title\":\"x\",\"licence\":\"mine\"}|/licence",
                "{\"title\":\"x\",\"language\":\"not a tag\"}|/language",
                "{\"title\":\"x\",\"tags\":[\"\"]}|/tags/0",
                "{\"title\":\"x\",\"tags\":[null]}|/tags/0",
                "{\"title\":\"x\",\"tags\":\"sea\"}|/tags",
                "{\"title\":\"x\",\"publish_at\":\"tomorrow\"}|/publish_at",
                "{\"title\":\"x\",\"publish_at\":\"9999-01-01T00:00:00Z\"}|/publish_at",
                "{\"title\":\"x\",\"custom\":[1]}|/custom",
                "{\"title\":\"x\",\"custom\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}}}}}}|/custom",
                "[]|''",
                "\"x\"|''",
                "null|''",
                "{|''",
                "{\"title\":\"x\",\"title\":\"y\"}|''",
            })
    void create_refusesNamingTheField(String body, String pointer) {
        Answer refused = catalog.postAs(films.token(), VIDEOS, body);
        assertThat(refused.status()).as(refused.response().body()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.text("code")).isEqualTo("invalid_body");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void create_tooLong() {
        Map<String, Object> fields = Map.of(
                "title", "x".repeat(201),
                "description", "x".repeat(5_001),
                "tags", Collections.nCopies(31, "t"),
                "external_id", "x".repeat(201),
                "custom", Map.of("a", "x".repeat(16 * 1024)));
        Answer refused = catalog.postAs(films.token(), VIDEOS, json(fields));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("errors")).hasSize(5);
        assertThat(catalog.postAs(films.token(), VIDEOS, json(Map.of("title", "x".repeat(300_000))))
                        .status())
                .isEqualTo(413);
        assertThat(catalog.postAs(films.token(), VIDEOS, json(Map.of("title", "🎬".repeat(200))))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void create_otherContentType() {
        assertThat(catalog.send(
                                "POST",
                                VIDEOS,
                                "title=x",
                                "Authorization",
                                "Bearer " + films.token(),
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void patch_merges() {
        String id = films.create("private");
        films.patch(
                id, "{\"description\":\"d\",\"tags\":[\"a\"],\"custom\":{\"keep\":1,\"drop\":2,\"deep\":{\"x\":1}}}");
        Answer changed =
                films.patch(id, "{\"description\":null,\"tags\":null,\"custom\":{\"drop\":null,\"deep\":{\"y\":2}}}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.etag()).isEqualTo("\"r3\"");
        assertThat(changed.text("title")).isEqualTo("A film");
        assertThat(changed.json().has("description")).isFalse();
        assertThat(changed.json().path("tags").isEmpty()).isTrue();
        assertThat(changed.json().path("custom").toString()).isEqualTo("{\"keep\":1,\"deep\":{\"x\":1,\"y\":2}}");
        assertThat(films.own(id).json()).isEqualTo(changed.json());
    }

    @Test
    void patch_ofNothing_keepsRevision() {
        String id = films.create("private");
        assertThat(films.patch(id, "{}").etag()).isEqualTo("\"r1\"");
        assertThat(films.patch(id, "{\"title\":\"A film\"}").etag()).isEqualTo("\"r1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"title\":null}", "{\"state\":\"ready\"}", "{\"revision\":9}", "{\"channel\":{}}", "[]"})
    void patch_refuses(String patch) {
        String id = films.create("private");
        assertThat(films.patch(id, patch).status()).isEqualTo(400);
        assertThat(films.own(id).etag()).isEqualTo("\"r1\"");
    }

    @Test
    void patch_needsTheTag() {
        String id = films.create("private");
        String path = VIDEOS + "/" + id;
        assertThat(catalog.send(
                                "PATCH",
                                path,
                                "{\"title\":\"y\"}",
                                "Authorization",
                                "Bearer " + films.token(),
                                "Content-Type",
                                "application/merge-patch+json")
                        .status())
                .isEqualTo(428);
        for (String stale : List.of("\"r2\"", "\"other\"", "W/\"r1\"")) {
            assertThat(catalog.patchAs(films.token(), path, stale, "{\"title\":\"y\"}")
                            .status())
                    .isEqualTo(412);
        }
        assertThat(catalog.patchAs(films.token(), path, "\"r1\"", "{\"title\":\"y\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void patch_twoAtOnce_oneWins() throws Exception {
        String id = films.create("private");
        List<Integer> answers = atOnce(
                8,
                () -> catalog.patchAs(
                                films.token(), VIDEOS + "/" + id, "\"r1\"", "{\"title\":\"" + UUID.randomUUID() + "\"}")
                        .status());
        assertThat(answers).containsOnly(200, 412);
        assertThat(answers).filteredOn(status -> status == 200).hasSize(1);
        assertThat(films.own(id).etag()).isEqualTo("\"r2\"");
    }

    @Test
    void delete_withStaleTag() {
        String id = films.create("private");
        assertThat(catalog.send(
                                "DELETE",
                                VIDEOS + "/" + id,
                                "",
                                "Authorization",
                                "Bearer " + films.token(),
                                "If-Match",
                                "\"r9\"")
                        .status())
                .isEqualTo(412);
    }

    @Test
    void read_notModified() {
        String id = films.ready("public");
        Answer first = catalog.get(VIDEOS + "/" + id);
        assertThat(first.header("Content-Type")).isEqualTo("application/json");
        assertThat(first.header("Vary")).isEqualTo("Authorization");
        Answer again = catalog.get(VIDEOS + "/" + id, "If-None-Match", first.etag());
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.response().body()).isEmpty();
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(catalog.get(VIDEOS + "/" + id, "If-None-Match", "\"r0\"").status())
                .isEqualTo(200);
        Answer head = catalog.send("HEAD", VIDEOS + "/" + id, "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.etag()).isEqualTo(first.etag());
        assertThat(catalog.afterHead(VIDEOS + "/" + id)).isEqualTo("HTTP/1.1");
    }

    @Test
    void read_badId() {
        for (String id :
                List.of("1", "x", "1-1-1-1-1", UUID.randomUUID().toString().toUpperCase(Locale.ROOT))) {
            assertThat(catalog.get(VIDEOS + "/" + id).text("code")).isEqualTo("video_not_found");
        }
    }

    @Test
    void idempotencyKey_replays() {
        String key = UUID.randomUUID().toString();
        Answer first = createWithKey(key, "{\"title\":\"once\"}");
        Answer second = createWithKey(key, "{\"title\":\"once\"}");
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.etag()).isEqualTo(first.etag());
        assertThat(createWithKey(key, "{\"title\":\"twice\"}").status()).isEqualTo(422);
        assertThat(createWithKey("", "{\"title\":\"once\"}").status()).isEqualTo(400);
        assertThat(ownCount()).isEqualTo(1);
    }

    @Test
    void idempotencyKey_ofAnother_isAnother() {
        String key = UUID.randomUUID().toString();
        String id = createWithKey(key, "{\"title\":\"once\"}").text("id");
        Films others = new Films(catalog, Films.newUser());
        Answer other = catalog.send(
                "POST",
                VIDEOS,
                "{\"title\":\"once\"}",
                "Authorization",
                "Bearer " + others.token(),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key);
        assertThat(other.status()).isEqualTo(201);
        assertThat(other.text("id")).isNotEqualTo(id);
    }

    @Test
    void idempotencyKey_manyAtOnce_oneVideo() throws Exception {
        String key = UUID.randomUUID().toString();
        List<Integer> answers =
                atOnce(8, () -> createWithKey(key, "{\"title\":\"once\"}").status());
        assertThat(answers).containsAnyOf(201).allMatch(status -> status == 201 || status == 409);
        assertThat(ownCount()).isEqualTo(1);
    }

    @Test
    void idempotencyKey_afterFailure_freeAgain() {
        String key = UUID.randomUUID().toString();
        createWithKey(UUID.randomUUID().toString(), "{\"title\":\"one\",\"external_id\":\"e\"}");
        assertThat(createWithKey(key, "{\"title\":\"two\",\"external_id\":\"e\"}")
                        .status())
                .isEqualTo(409);
        assertThat(createWithKey(key, "{\"title\":\"two\",\"external_id\":\"f\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void externalId_uniqueInItsChannel() {
        Answer first = catalog.postAs(films.token(), VIDEOS, "{\"title\":\"a\",\"external_id\":\"e1\"}");
        assertThat(first.status()).isEqualTo(201);
        Answer second = catalog.postAs(films.token(), VIDEOS, "{\"title\":\"b\",\"external_id\":\"e1\"}");
        assertThat(second.text("code")).isEqualTo("external_id_taken");
        String third = films.create("private");
        assertThat(films.patch(third, "{\"external_id\":\"e1\"}").status()).isEqualTo(409);
        Films others = new Films(catalog, Films.newUser());
        assertThat(catalog.postAs(others.token(), VIDEOS, "{\"title\":\"a\",\"external_id\":\"e1\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void ownList_pages() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.addFirst(films.create("private"));
        }
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = catalog.getAs(
                    films.token(), "/api/catalog/v1/me/videos?limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.json()
                    .path("data")
                    .forEach(video -> listed.add(video.path("id").asText()));
            cursor = page.text("next_cursor");
        } while (!cursor.isEmpty());
        assertThat(listed).isEqualTo(made);
        assertThat(catalog.getAs(films.token(), "/api/catalog/v1/me/videos?state=ready")
                        .json()
                        .path("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=101",
                "?limit=x",
                "?cursor=x",
                "?cursor=%00",
                "?cursor=MR9y",
            })
    void list_refuses(String query) {
        assertThat(catalog.getAs(films.token(), VIDEOS + query).status()).isEqualTo(400);
    }

    @Test
    void listOwn_unknownState_isRefused() {
        assertThat(catalog.getAs(films.token(), "/api/catalog/v1/me/videos?state=gone")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void openApi_served() {
        Answer document = catalog.get("/api/catalog/v1/openapi.yaml");
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.response().body()).startsWith("openapi: 3.1.0");
    }

    private int ownCount() {
        return catalog.getAs(films.token(), "/api/catalog/v1/me/videos?limit=100")
                .json()
                .path("data")
                .size();
    }

    private Answer createWithKey(String key, String body) {
        return catalog.send(
                "POST",
                VIDEOS,
                body,
                "Authorization",
                "Bearer " + films.token(),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key);
    }

    private static <T> List<T> atOnce(int count, Callable<T> work) throws Exception {
        List<T> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> one : threads.invokeAll(Collections.nCopies(count, work))) {
                answers.add(one.get());
            }
        }
        return answers;
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
