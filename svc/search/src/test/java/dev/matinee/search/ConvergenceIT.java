package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.test.ElasticsearchServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/**
 * Whatever order and repetition states are written in, the index ends with the last one. A writer that read catalog early
 * and writes late is the same as a state in the wrong place, so this covers events out of order, doubled and interleaved.
 */
class ConvergenceIT {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final SearchConfig.Elasticsearch server =
            new SearchConfig.Elasticsearch(List.of(ElasticsearchServer.shared().url()), Duration.ofSeconds(10));
    private final HttpClient client = HttpClient.newHttpClient();

    /** What happened to one thing: the states it had, by revision, and whether it was deleted in the end. */
    record History(List<State> states, boolean deleted) {}

    record State(boolean visible, String title, boolean channelRenamed) {}

    /** One write: which state of which thing; past the last one is the deletion. */
    record Write(int thing, int state) {}

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void write_inAnyOrderAndRepeated_endsWithTheLastState(
            @ForAll("histories") List<History> histories, @ForAll("orders") List<Write> order) throws Exception {
        try (Elastic elastic = new Elastic(server)) {
            ContentIndex index =
                    new ContentIndex(elastic, new SearchConfig.Index("conv" + NUMBER.incrementAndGet(), 1, 0));
            index.ensure();
            IndexWriter writer = new IndexWriter(elastic, index);
            for (Write write : order) {
                History history = histories.get(write.thing() % histories.size());
                int state = write.state() % (history.states().size() + 1);
                write(writer, write.thing() % histories.size(), history, state);
            }
            // At last each thing's end is told once too, wherever it was among the rest.
            for (int thing = 0; thing < histories.size(); thing++) {
                History history = histories.get(thing);
                write(
                        writer,
                        thing,
                        history,
                        history.deleted()
                                ? history.states().size()
                                : history.states().size() - 1);
                // And once more what is old.
                write(writer, thing, history, 0);
            }
            for (int thing = 0; thing < histories.size(); thing++) {
                assertThat(titleOf(index.alias(), id(thing))).isEqualTo(expected(histories.get(thing)));
            }
            elastic.write(c -> c.indices().delete(request -> request.index(index.alias() + "-*")));
        }
    }

    private static Optional<String> expected(History history) {
        State last = history.states().getLast();
        return history.deleted() || !last.visible() ? Optional.empty() : Optional.of(last.title());
    }

    private static void write(IndexWriter writer, int thing, History history, int state) throws Exception {
        if (state == history.states().size()) {
            if (history.deleted()) {
                writer.write(List.of(), List.of(id(thing)), false);
            }
            return;
        }
        writer.write(List.of(document(thing, history, state)), List.of(), false);
    }

    /** Either the thing's own revision grew or its channel's did. */
    private static CatalogDocument document(int thing, History history, int state) {
        long own = 1;
        long channel = 1;
        for (int i = 1; i <= state; i++) {
            if (history.states().get(i).channelRenamed()) {
                channel++;
            } else {
                own++;
            }
        }
        State now = history.states().get(state);
        CatalogDocument base = Documents.video(now.title()).document();
        return new CatalogDocument(
                "video",
                id(thing),
                own,
                now.visible(),
                new CatalogDocument.Channel("c", "ada", "Ada " + channel, channel),
                now.title(),
                null,
                List.of(),
                null,
                null,
                null,
                null,
                base.createdAt(),
                base.publishedAt(),
                0,
                0,
                0,
                null,
                null,
                List.of(),
                List.of());
    }

    private static String id(int thing) {
        return "thing-" + thing;
    }

    private Optional<@Nullable String> titleOf(String alias, String id) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(ElasticsearchServer.shared().url() + "/" + alias + "/_doc/" + id))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(Json.mapper()
                        .readTree(answer.body())
                        .at("/_source/title")
                        .asText());
    }

    @Provide
    Arbitrary<List<History>> histories() {
        Arbitrary<State> state = Combinators.combine(
                        Arbitraries.of(true, true, false),
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(6),
                        Arbitraries.of(true, false))
                .as(State::new);
        return Combinators.combine(state.list().ofMinSize(1).ofMaxSize(5), Arbitraries.of(true, false))
                .as(History::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Write>> orders() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 5))
                .as(Write::new)
                .list()
                .ofMaxSize(15);
    }
}
