package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What search and feed build themselves from. */
class DocumentIT {
    private static final String DOCUMENTS = "/internal/catalog/documents";

    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Films films = new Films(catalog, Films.newUser());
    private final String service = catalog.token("svc", "service");

    @Test
    void byId_videoAndChannel() {
        String id = films.ready("public");
        films.patch(id, "{\"description\":\"About\",\"tags\":[\"Sea\"],\"category\":\"film\",\"language\":\"en\"}");
        JsonNode own = films.own(id).json();
        String channel = own.at("/channel/id").asText();
        JsonNode found = ask(List.of(id, channel, Uuid7.next().toString()));
        assertThat(found).hasSize(2);

        JsonNode video = found.path(id);
        assertThat(video.path("kind").asText()).isEqualTo("video");
        assertThat(video.path("revision").asLong()).isEqualTo(4);
        assertThat(video.path("visible").asBoolean()).isTrue();
        assertThat(video.path("title").asText()).isEqualTo("A film");
        assertThat(video.path("description").asText()).isEqualTo("About");
        assertThat(video.at("/tags/0").asText()).isEqualTo("sea");
        assertThat(video.path("category").asText()).isEqualTo("film");
        assertThat(video.path("duration_ms").asLong()).isEqualTo(30_000);
        assertThat(video.path("poster").asText()).isEqualTo("/media/v/" + id + "/ver1/poster.jpg");
        assertThat(video.path("published_at")).isEqualTo(own.path("published_at"));
        for (String field : List.of("id", "handle", "name")) {
            assertThat(video.path("channel").path(field))
                    .isEqualTo(own.path("channel").path(field));
        }
        assertThat(video.at("/channel/revision").asLong()).isEqualTo(1);
        assertThat(video.path("likes").asLong(-1)).isZero();
        assertThat(video.path("captions")).isEmpty();

        assertThat(found.path(channel).path("kind").asText()).isEqualTo("channel");
        assertThat(found.path(channel).path("followers").asLong(-1)).isZero();
        assertThat(found.path(channel).path("owner")).isEqualTo(video.path("owner"));
    }

    @Test
    void byId_playlist_andCounts() {
        String id = films.ready("public");
        Member vera = Member.of(catalog, "viewer");
        String made = vera.post("/playlists", "{\"title\":\"Mine\",\"visibility\":\"unlisted\"}")
                .text("id");
        vera.put("/playlists/" + made + "/items/" + id);
        vera.put("/videos/" + id + "/like");
        vera.post("/videos/" + id + "/comments", "{\"text\":\"x\"}");
        String channel = films.own(id).json().at("/channel/id").asText();
        vera.put("/channels/" + channel + "/follow");
        JsonNode found = ask(List.of(id, made, channel));
        assertThat(found.path(made).path("kind").asText()).isEqualTo("playlist");
        assertThat(found.path(made).path("items").asLong()).isEqualTo(1);
        assertThat(found.path(made).path("visible").asBoolean(true)).isFalse();
        assertThat(found.path(made).path("revision").asLong()).isEqualTo(2);
        assertThat(found.path(id).path("likes").asLong()).isEqualTo(1);
        assertThat(found.path(id).path("comments").asLong()).isEqualTo(1);
        assertThat(found.path(channel).path("followers").asLong()).isEqualTo(1);
    }

    @Test
    void hidden_isToldAndNotVisible() {
        String id = films.ready("public");
        films.patch(id, "{\"visibility\":\"followers\"}");
        JsonNode document = ask(List.of(id)).path(id);
        assertThat(document.path("visible").asBoolean(true)).isFalse();
        assertThat(document.path("visibility").asText()).isEqualTo("followers");
        assertThat(document.path("state").asText()).isEqualTo("ready");
        assertThat(document.has("poster")).isFalse();
        String unfinished = films.create("public");
        assertThat(ask(List.of(unfinished)).path(unfinished).path("visible").asBoolean(true))
                .isFalse();
        catalog.deleteAs(films.token(), Films.VIDEOS + "/" + id);
        assertThat(ask(List.of(id))).isEmpty();
    }

    @Test
    void list_everythingOnce_whateverIsMadeMeanwhile() {
        List<String> made = IntStream.range(0, 7)
                .mapToObj(number -> films.create("private"))
                .collect(Collectors.toCollection(ArrayList::new));
        made.add(films.own(made.getFirst()).json().at("/channel/id").asText());
        List<String> listed = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page =
                    catalog.getAs(service, DOCUMENTS + "?limit=3" + cursor).json();
            assertThat(page.path("data").size()).isBetween(1, 3);
            page.path("data").forEach(document -> listed.add(document.path("id").asText()));
            if (!page.has("next_cursor")) {
                break;
            }
            cursor = "&after=" + page.path("next_cursor").asText();
            if (listed.size() == 3) {
                films.create("private");
            }
        }
        assertThat(listed).doesNotHaveDuplicates().containsAll(made);
    }

    @Test
    void ofAChannel_whatAnybodyMayFind_underItsNewName() {
        String shown = films.ready("public");
        String hidden = films.create("private");
        JsonNode own = films.own(shown).json();
        String channel = own.at("/channel/id").asText();
        new Films(catalog, Films.newUser()).ready("public");
        Answer before = catalog.getAs(films.token(), "/api/catalog/v1/channels/" + channel);
        assertThat(catalog.patchAs(
                                films.token(),
                                "/api/catalog/v1/channels/" + channel,
                                before.etag(),
                                "{\"name\":\"Anew\"}")
                        .status())
                .isEqualTo(200);

        List<JsonNode> listed = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = catalog.getAs(service, DOCUMENTS + "?limit=1&channel=" + channel + cursor)
                    .json();
            page.path("data").forEach(listed::add);
            if (!page.has("next_cursor")) {
                break;
            }
            cursor = "&after=" + page.path("next_cursor").asText();
        }
        assertThat(listed).extracting(each -> each.path("id").asText()).containsExactly(shown, channel);
        assertThat(listed).extracting(each -> each.at("/channel/name").asText()).containsOnly("Anew");
        assertThat(listed)
                .as("greater than what was said under the old name")
                .extracting(each -> each.at("/channel/revision").asLong())
                .containsOnly(2L);
        assertThat(listed).noneMatch(each -> each.path("id").asText().equals(hidden));
    }

    @Test
    void long_pageEndsEarly() {
        String text = "x".repeat(1000);
        Document one = new Document(
                Document.Kind.VIDEO,
                Uuid7.next(),
                1,
                true,
                "o",
                new Document.OfChannel(Uuid7.next(), "h", "n", 1),
                "t",
                null,
                List.of(),
                null,
                null,
                null,
                Visibility.PUBLIC,
                VideoState.READY,
                null,
                null,
                Parts.NOW,
                null,
                0,
                0,
                0,
                null,
                null,
                null,
                List.of(),
                Collections.nCopies(3_000, new Document.Caption("en", 0, 1, text)));
        assertThat(DocumentRoutes.fitting(List.of(one, one), Map.of())).isEqualTo(1);
        assertThat(DocumentRoutes.fitting(List.of(one), Map.of())).isEqualTo(1);
        Document light = one.with(List.of());
        assertThat(DocumentRoutes.fitting(List.of(light, light), Map.of())).isEqualTo(2);
        assertThat(DocumentRoutes.fitting(List.of(light, light), Map.of(one.id(), 4L << 20)))
                .isEqualTo(1);
        assertThat(one.weight()).isBetween((long) Json.write(one).length / 2, 3L * Json.write(one).length);
    }

    @Test
    void onlyForServices() {
        List<String> people = List.of(films.token(), catalog.token(Films.newUser(), "viewer", "moderator", "operator"));
        for (String person : people) {
            assertThat(catalog.getAs(person, DOCUMENTS).status()).isEqualTo(403);
            assertThat(catalog.postAs(person, DOCUMENTS, "{\"ids\":[]}").status())
                    .isEqualTo(403);
        }
        assertThat(catalog.get(DOCUMENTS).status()).isEqualTo(401);
        assertThat(catalog.send("POST", DOCUMENTS, "{\"ids\":[]}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void nonsense_refused() {
        for (String query : List.of("?limit=0", "?limit=501", "?limit=x", "?after=x", "?after=YQ", "?channel=x")) {
            assertThat(catalog.getAs(service, DOCUMENTS + query).status())
                    .as(query)
                    .isEqualTo(400);
        }
        String many = IntStream.range(0, 501)
                .mapToObj(number -> "\"" + Uuid7.next() + "\"")
                .collect(Collectors.joining(","));
        for (String body : List.of("{}", "{\"ids\":[\"x\"]}", "{\"ids\":[null]}", "{\"ids\":[" + many + "]}")) {
            assertThat(catalog.postAs(service, DOCUMENTS, body).status()).isEqualTo(400);
        }
        assertThat(catalog.getAs(service, DOCUMENTS + "?limit=500").status()).isEqualTo(200);
    }

    /** By id. */
    private JsonNode ask(List<String> ids) {
        String list = ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(","));
        Answer answer = catalog.postAs(service, DOCUMENTS, "{\"ids\":[" + list + "]}");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.json().path("rest")).isEmpty();
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        answer.json()
                .path("data")
                .forEach(document -> found.set(document.path("id").asText(), document));
        return found;
    }
}
