package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.test.ElasticsearchServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How good the order of answers is, by a judged set: queries with graded answers, and NDCG@10 (Järvelin and Kekäläinen
 * 2002, gain 2^grade - 1, discount log2(rank + 1)). The mean may rise, then the bound here rises with it; it may not fall.
 */
class RelevanceIT {
    /** What this version reaches with either analysis; stemming must not make it worse. */
    private static final double MEAN = 0.985;

    private static final double WORST = 0.8;
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final RedisLink NO_REDIS =
            new RedisLink(new RedisSettings(URI.create("redis://127.0.0.1:1"), Optional.empty()));
    private static final Map<String, String> KEYS = new HashMap<>();
    private static JsonNode judged = Json.mapper().nullNode();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = RelevanceIT.class.getResourceAsStream("/judged.json")) {
            judged = Json.mapper().readTree(Objects.requireNonNull(in));
        }
    }

    @AfterAll
    static void close() {
        NO_REDIS.close();
    }

    @ParameterizedTest
    @EnumSource(ContentIndex.Analysis.class)
    void ndcg_ofTheJudgedSet_doesNotFall(ContentIndex.Analysis analysis) throws Exception {
        ElasticsearchServer server =
                analysis == ContentIndex.Analysis.RICH ? ElasticsearchServer.rich() : ElasticsearchServer.shared();
        try (Elastic elastic =
                new Elastic(new SearchConfig.Elasticsearch(List.of(server.url()), Duration.ofSeconds(10)))) {
            ContentIndex index = new ContentIndex(elastic, new SearchConfig.Index("judged", 1, 0));
            try {
                index.ensure();
                List<CatalogDocument> documents = new ArrayList<>();
                judged.path("documents").forEach(each -> documents.add(document(each)));
                new IndexWriter(elastic, index).write(documents, List.of(), true);
                judge(analysis, elastic, index);
            } finally {
                elastic.write(client -> client.indices().delete(request -> request.index("judged-*")));
            }
        }
    }

    private static void judge(ContentIndex.Analysis analysis, Elastic elastic, ContentIndex index) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        Searcher searcher = new Searcher(
                elastic,
                index.alias(),
                new Snapshots(elastic, index.alias(), new Generation(NO_REDIS)),
                new Marks(NO_REDIS, clock),
                clock);
        double sum = 0;
        double worst = 1;
        StringBuilder table = new StringBuilder("NDCG@10 of the judged set, " + analysis + " analysis\n");
        for (JsonNode query : judged.path("queries")) {
            List<String> found = searcher.first(question(query.path("q").asText())).data().stream()
                    .map(item -> KEYS.getOrDefault(item.id(), "?"))
                    .toList();
            double ndcg = ndcg(found, query.path("grades"));
            sum += ndcg;
            worst = Math.min(worst, ndcg);
            table.append("  %.3f  %-24s %s%n".formatted(ndcg, query.path("q").asText(), found));
        }
        double mean = sum / judged.path("queries").size();
        System.out.println(table.append("  %.4f  mean, worst %.3f".formatted(mean, worst)));
        assertThat(mean).as(table.toString()).isGreaterThanOrEqualTo(MEAN);
        assertThat(worst).as(table.toString()).isGreaterThanOrEqualTo(WORST);
    }

    @Test
    void ndcg_itself_isOneForTheBestOrderAndLessForAnother() {
        JsonNode grades = Json.mapper().createObjectNode().put("a", 3).put("b", 1);
        assertThat(ndcg(List.of("a", "b", "c"), grades)).isEqualTo(1);
        assertThat(ndcg(List.of("b", "a"), grades)).isBetween(0.5, 0.99);
        assertThat(ndcg(List.of("c"), grades)).isZero();
    }

    private static double ndcg(List<String> found, JsonNode grades) {
        List<Integer> ideal = new ArrayList<>();
        grades.forEach(grade -> ideal.add(grade.asInt()));
        ideal.sort((a, b) -> b - a);
        return dcg(found.stream().map(key -> grades.path(key).asInt(0)).toList()) / dcg(ideal);
    }

    private static double dcg(List<Integer> grades) {
        double sum = 0;
        for (int i = 0; i < Math.min(10, grades.size()); i++) {
            sum += (Math.pow(2, grades.get(i)) - 1) / (Math.log(i + 2) / Math.log(2));
        }
        return sum;
    }

    static Question question(String text) {
        return new Question(
                UserQuery.parse(text),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Question.Order.RELEVANCE,
                EnumSet.noneOf(Question.Facet.class),
                10);
    }

    private static CatalogDocument document(JsonNode described) {
        String id = Uuid7.next().toString();
        KEYS.put(id, described.path("key").asText());
        String handle = described.path("channel").asText();
        Instant then = NOW.minus(Duration.ofDays(described.path("days").asLong()));
        List<String> tags = new ArrayList<>();
        described.path("tags").forEach(tag -> tags.add(tag.asText()));
        List<CatalogDocument.Cue> cues = new ArrayList<>();
        described
                .path("captions")
                .forEach(text -> cues.add(new CatalogDocument.Cue(
                        "en", cues.size() * 4_000L, cues.size() * 4_000L + 3_000, text.asText())));
        return new CatalogDocument(
                described.path("kind").asText(),
                id,
                1,
                true,
                new CatalogDocument.Channel("channel-" + handle, handle, NAMES.getOrDefault(handle, handle), 1L),
                described.path("title").asText(),
                described.path("description").asText(),
                tags,
                null,
                "en",
                null,
                600_000L,
                then,
                then,
                described.path("likes").asLong(),
                0,
                described.path("followers").asLong(),
                null,
                null,
                List.of(),
                cues);
    }

    private static final Map<String, String> NAMES = Map.of(
            "blender", "Blender Studio",
            "kitchen", "Kitchen Stories",
            "music", "Music School",
            "travel", "Slow Travel",
            "farm", "Nature Diary",
            "code", "Code Notes");
}
