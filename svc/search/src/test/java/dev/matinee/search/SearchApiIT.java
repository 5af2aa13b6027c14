package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Cursor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client may ask and what it is answered. */
class SearchApiIT {
    private static final RunningSearch SEARCH = RunningSearch.shared();
    private static final CatalogDocument.Channel BLENDER =
            new CatalogDocument.Channel("0198a000-0000-7000-8000-0000000000b1", "blender", "Blender Studio", 1L);
    private static final CatalogDocument.Channel COOKS =
            new CatalogDocument.Channel("0198a000-0000-7000-8000-0000000000c0", "kitchen", "Kitchen Stories", 1L);

    @BeforeAll
    static void fill() {
        SEARCH.publish(
                Documents.video("Big Buck Bunny")
                        .of(BLENDER)
                        .described("A giant rabbit takes revenge on three rodents <b>bullying</b> small creatures.")
                        .tagged("Animation", "comedy")
                        .in("en-GB")
                        .lasting(10)
                        .liked(50),
                Documents.video("Sintel")
                        .of(BLENDER)
                        .described("A lonely young woman looks for a dragon she calls Scales.")
                        .tagged("animation", "fantasy")
                        .in("en")
                        .lasting(15)
                        .daysOld(400)
                        .liked(70)
                        .saying(
                                new CatalogDocument.Cue("en", 12_000, 15_000, "This blade has a dark past"),
                                new CatalogDocument.Cue("en", 16_000, 19_500, "It has shed much innocent blood"),
                                new CatalogDocument.Cue("en", 60_000, 63_000, "You are a fool for travelling alone")),
                Documents.video("Sourdough bread for beginners")
                        .of(COOKS)
                        .described("How to bake bread at home, from the starter to the crust.")
                        .tagged("baking", "bread")
                        .in("de")
                        .lasting(32),
                Documents.album("Bread of the Alps")
                        .of(COOKS)
                        .tagged("baking", "travel")
                        .daysOld(10),
                Documents.playlist("Baking evenings").of(COOKS),
                Documents.channel("blender", "Blender Studio"));
    }

    @Test
    void search_word_findsTheTitleAndSaysWhatItIs() {
        JsonNode item = SEARCH.search("sintel").json().path("data").path(0);
        assertThat(item.path("kind").asText()).isEqualTo("video");
        assertThat(item.path("channel").path("handle").asText()).isEqualTo("blender");
        assertThat(item.path("duration_ms").asLong()).isEqualTo(900_000);
        assertThat(item.path("likes").asLong()).isEqualTo(70);
        assertThat(item.has("captions")).isFalse();
        assertThat(item.path("highlights").path("title").path(0).asText()).isEqualTo("<em>Sintel</em>");
    }

    @Test
    void search_typos_findsIt() {
        for (String typed : List.of("bg buck buny", "Big Bcuk Bunny", "bunni", "BIG  BUCK", "sintle", "big buck bun")) {
            assertThat(SEARCH.titles(typed)).as(typed).isNotEmpty();
        }
        assertThat(SEARCH.titles("bg buck buny")).first().isEqualTo("Big Buck Bunny");
        assertThat(SEARCH.titles("sintle")).first().isEqualTo("Sintel");
    }

    @Test
    void search_phraseAndMinus_meanWhatTheySay() {
        assertThat(SEARCH.titles("\"buck bunny\"")).containsExactly("Big Buck Bunny");
        assertThat(SEARCH.titles("\"bunny buck\"")).isEmpty();
        assertThat(SEARCH.titles("bread")).contains("Sourdough bread for beginners", "Bread of the Alps");
        assertThat(SEARCH.titles("bread -alps"))
                .contains("Sourdough bread for beginners")
                .doesNotContain("Bread of the Alps");
        assertThat(SEARCH.titles("bread -\"of the alps\"")).doesNotContain("Bread of the Alps");
    }

    @Test
    void search_exactTitle_beatsMentions() {
        assertThat(SEARCH.titles("bread")).doesNotContain("Sintel");
        assertThat(SEARCH.titles("blender")).first().isEqualTo("Blender Studio");
    }

    @Test
    void search_captions_givesTheTimeCode() {
        JsonNode found = SEARCH.search("inocent blood").json().path("data");
        assertThat(found).hasSize(1);
        JsonNode cue = found.path(0).path("cues").path(0);
        assertThat(found.path(0).path("title").asText()).isEqualTo("Sintel");
        assertThat(cue.path("start_ms").asLong()).isEqualTo(16_000);
        assertThat(cue.path("end_ms").asLong()).isEqualTo(19_500);
        assertThat(cue.path("text").asText()).isEqualTo("It has shed much <em>innocent</em> <em>blood</em>");
    }

    @Test
    void search_highlights_areEscaped() {
        String description = SEARCH.search("rodents")
                .json()
                .path("data")
                .path(0)
                .path("highlights")
                .path("description")
                .path(0)
                .asText();
        assertThat(description)
                .contains("<em>rodents</em>")
                .contains("&lt;b&gt;")
                .doesNotContain("<b>");
    }

    @Test
    void search_filters_narrow() {
        assertThat(SEARCH.titles("bread", "kind", "album")).containsExactly("Bread of the Alps");
        assertThat(SEARCH.titles("", "channel", "kitchen", "kind", "playlist")).containsExactly("Baking evenings");
        assertThat(SEARCH.titles("", "channel", BLENDER.id(), "kind", "video"))
                .containsExactlyInAnyOrder("Big Buck Bunny", "Sintel");
        assertThat(SEARCH.titles("", "tag", "ANIMATION")).containsExactlyInAnyOrder("Big Buck Bunny", "Sintel");
        assertThat(SEARCH.titles("", "channel", "blender", "language", "en-US", "kind", "video"))
                .containsExactlyInAnyOrder("Big Buck Bunny", "Sintel");
        assertThat(SEARCH.titles("", "channel", "blender", "duration_min_ms", "600001"))
                .containsExactly("Sintel");
        assertThat(SEARCH.titles("", "channel", "blender", "duration_max_ms", "600000"))
                .containsExactly("Big Buck Bunny");
        String lastYear = Instant.now().minus(Duration.ofDays(365)).toString();
        assertThat(SEARCH.titles("", "channel", "blender", "published_before", lastYear))
                .containsExactly("Sintel");
        assertThat(SEARCH.titles("", "channel", "blender", "published_after", lastYear))
                .doesNotContain("Sintel")
                .contains("Big Buck Bunny");
    }

    @Test
    void search_wrongFilters_areRefusedByName() {
        Answer answer =
                SEARCH.search("x", "kind", "book", "published_after", "yesterday", "sort", "best", "limit", "20");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("invalid_parameter");
        assertThat(answer.json().path("errors").findValuesAsText("pointer"))
                .containsExactly("?kind", "?published_after", "?sort");
    }

    @Test
    void search_facets_count() {
        JsonNode facets = SEARCH.search(
                        "",
                        "channel",
                        "kitchen",
                        "facet",
                        "kind,tag,duration,published,language",
                        "kind",
                        "video,album,playlist")
                .json()
                .path("facets");
        assertThat(count(facets, "kind", "video")).isEqualTo(1);
        assertThat(count(facets, "kind", "album")).isEqualTo(1);
        assertThat(count(facets, "tag", "baking")).isEqualTo(2);
        assertThat(count(facets, "duration", "long")).isEqualTo(1);
        assertThat(count(facets, "duration", "short")).isZero();
        assertThat(count(facets, "language", "de")).isEqualTo(1);
        assertThat(count(facets, "published", "month")).isEqualTo(3);
        assertThat(count(facets, "published", "day")).isEqualTo(2);
    }

    @Test
    void search_sorts() {
        assertThat(SEARCH.titles("", "channel", "blender", "kind", "video", "sort", "popular"))
                .containsExactly("Sintel", "Big Buck Bunny");
        assertThat(SEARCH.titles("", "channel", "blender", "kind", "video", "sort", "newest"))
                .containsExactly("Big Buck Bunny", "Sintel");
        assertThat(SEARCH.titles("", "channel", "blender", "kind", "video", "sort", "oldest"))
                .containsExactly("Sintel", "Big Buck Bunny");
    }

    @Test
    void cursor_whileContentComesAndGoes_neitherSkipsNorRepeats() {
        List<Documents> shelf = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            shelf.add(Documents.video("Lighthouse %02d".formatted(i)).liked(i));
        }
        SEARCH.publish(shelf.toArray(Documents[]::new));
        List<String> seen = new ArrayList<>();
        Answer page = SEARCH.search("lighthouse", "limit", "7");
        while (true) {
            seen.addAll(RunningSearch.titles(page));
            JsonNode next = page.json().path("next_cursor");
            if (next.isMissingNode()) {
                break;
            }
            // The best of all, which would push everything else one place back.
            SEARCH.publish(Documents.video("Lighthouse lighthouse").liked(1_000_000));
            page = SEARCH.search("lighthouse", "limit", "7", "cursor", next.asText());
        }
        assertThat(seen)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        shelf.stream().map(each -> each.document().title()).toList());
    }

    @Test
    void cursor_whoseSnapshotIsForgotten_goesOn() throws Exception {
        String cursor =
                SEARCH.search("bread", "limit", "1").json().path("next_cursor").asText();
        List<String> parts = Cursor.parts(cursor, 4);
        String forgotten = Cursor.of(parts.get(0), "bm9uc2Vuc2U=", parts.get(2), parts.get(3));
        assertThat(SEARCH.titles("bread", "limit", "1", "cursor", forgotten))
                .isEqualTo(SEARCH.titles("bread", "limit", "1", "cursor", cursor))
                .hasSize(1);
    }

    @Test
    void cursor_ofAnotherQuestionOrNone_isRefused() {
        String cursor =
                SEARCH.search("bread", "limit", "1").json().path("next_cursor").asText();
        assertThat(SEARCH.search("bread rolls", "cursor", cursor).text("code")).isEqualTo("invalid_cursor");
        assertThat(SEARCH.search("bread", "cursor", "nonsense").text("code")).isEqualTo("invalid_cursor");
        List<String> parts = Cursor.parts(cursor, 4);
        String wrong = Cursor.of(parts.get(0), parts.get(1), parts.get(2), "[\"a\",\"b\",{}]");
        assertThat(SEARCH.search("bread", "cursor", wrong).text("code")).isEqualTo("invalid_cursor");
        String other = Cursor.of(parts.get(0), parts.get(1), parts.get(2), "[\"a\"]");
        assertThat(SEARCH.search("bread", "cursor", other).text("code")).isEqualTo("invalid_cursor");
    }

    @Test
    void suggest_titlesChannelsAndTags_alsoWithTypos() {
        assertThat(suggested("big b")).contains("Big Buck Bunny");
        assertThat(suggested("bik bu")).contains("Big Buck Bunny");
        assertThat(suggested("bunny")).contains("Big Buck Bunny");
        assertThat(suggested("Blendr")).contains("Blender Studio");
        assertThat(suggested("fanta")).contains("fantasy");
        assertThat(suggested("")).isEmpty();
        assertThat(SEARCH.suggest("b", "limit", "1").json().path("data")).hasSize(1);
        assertThat(SEARCH.suggest("b", "limit", "100").status()).isEqualTo(400);
        JsonNode channel = SEARCH.suggest("blender stu").json().path("data").path(0);
        assertThat(channel.path("kind").asText()).isEqualTo("channel");
        assertThat(channel.path("handle").asText()).isEqualTo("blender");
    }

    @Test
    void suggest_accents_doNotMatter() {
        SEARCH.publish(Documents.video("Crème brûlée").tagged("Pâtisserie"));
        assertThat(suggested("creme bru")).containsExactly("Crème brûlée");
        assertThat(suggested("brulee")).containsExactly("Crème brûlée");
        assertThat(suggested("patiss")).containsExactly("Pâtisserie");
    }

    @Test
    void suggest_whatManyAsk_andNotWhatFewAsk() {
        for (int i = 0; i < 3; i++) {
            SEARCH.get("/search" + RunningSearch.query("Bunny revenge"), "X-Forwarded-For", "192.0.2." + i);
            SEARCH.get("/search" + RunningSearch.query("sourdough starter"), "X-Forwarded-For", "192.0.2.9");
        }
        RunningSearch.eventually().until(() -> suggested("bunny re").contains("bunny revenge"));
        assertThat(suggested("sourdough")).doesNotContain("sourdough starter");
    }

    @Test
    void reindex_isForOperators() {
        assertThat(SEARCH.post("/reindex").status()).isEqualTo(401);
        assertThat(SEARCH.post("/reindex", "Authorization", "Bearer " + SEARCH.token("viewer", "moderator"))
                        .status())
                .isEqualTo(403);
        assertThat(SEARCH.get("/reindex").status()).isEqualTo(401);
        assertThat(SEARCH.get("/reindex", "Authorization", "Bearer " + SEARCH.token("creator"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void search_badToken_isRefused() {
        assertThat(SEARCH.get("/search?q=x", "Authorization", "Bearer nonsense").status())
                .isEqualTo(401);
        assertThat(SEARCH.get("/search?q=x", "Authorization", "Bearer " + SEARCH.token("viewer"))
                        .status())
                .isEqualTo(200);
    }

    private static List<String> suggested(String typed) {
        List<String> texts = new ArrayList<>();
        SEARCH.suggest(typed)
                .json()
                .path("data")
                .forEach(each -> texts.add(each.path("text").asText()));
        return texts;
    }

    private static long count(JsonNode facets, String facet, String value) {
        for (JsonNode each : facets.path(facet)) {
            if (each.path("value").asText().equals(value)) {
                return each.path("count").asLong();
            }
        }
        return 0;
    }
}
