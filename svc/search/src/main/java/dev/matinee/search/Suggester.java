package dev.matinee.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.search.CompletionSuggestOption;
import co.elastic.clients.elasticsearch.core.search.Suggestion;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may be about to type: titles, channels, tags and what is asked often, with a typo or two from the third
 * letter on. What many type alike is kept in this process for some seconds.
 */
final class Suggester {
    static final int DEFAULT_LIMIT = 8;
    static final int MAX_LIMIT = 20;

    private static final int MAX_CHARS = 60;
    private static final int ENTRY_BYTES = 200;
    private static final String TITLES = "titles";
    private static final String TAGS = "tags";

    private final Elastic elastic;
    private final List<String> indices;
    private final Marks marks;
    private final Generation generation;
    private final Cache<String, byte[]> near;

    Suggester(
            Elastic elastic,
            ContentIndex index,
            Marks marks,
            Generation generation,
            SearchConfig.Suggestions settings) {
        this.elastic = elastic;
        this.indices = List.of(index.alias(), index.queries());
        this.marks = marks;
        this.generation = generation;
        this.near = Caffeine.newBuilder()
                .maximumWeight(settings.bytes())
                .<String, byte[]>weigher((key, answer) -> 2 * key.length() + answer.length + ENTRY_BYTES)
                .expireAfterWrite(settings.life())
                .build();
    }

    /**
     * The answer as it goes to a client.
     *
     * @param kind {@code video | album | channel | playlist | tag | query}
     * @param id of the thing; none for a tag or a query
     */
    record Suggested(
            String text,
            String kind,
            @Nullable String id,
            @Nullable String handle) {}

    record Answer(List<Suggested> data) {}

    /** As JSON. */
    byte[] suggest(String typed, int limit) {
        String prefix = Fold.cut(Fold.fold(typed), MAX_CHARS);
        if (prefix.isEmpty()) {
            return Json.write(new Answer(List.of()));
        }
        byte[] held = near.get(
                generation.current() + limit + ":" + prefix, key -> Json.write(new Answer(ask(prefix, limit))));
        return held == null ? Json.write(new Answer(List.of())) : held;
    }

    private List<Suggested> ask(String prefix, int limit) {
        SearchRequest request = SearchRequest.of(search -> search.index(indices)
                .source(source -> source.filter(filter -> filter.includes("kind", "id", "title", "tags", "channel")))
                .suggest(suggest -> suggest.suggesters(
                                TITLES,
                                each -> each.prefix(prefix)
                                        .completion(completion -> completion
                                                .field("suggest")
                                                .size(2 * limit)
                                                .fuzzy(fuzzy -> fuzzy.fuzziness("AUTO:3,7")
                                                        .minLength(3)
                                                        .prefixLength(1)
                                                        .unicodeAware(true))))
                        .suggesters(
                                TAGS,
                                each -> each.prefix(prefix)
                                        .completion(completion -> completion
                                                .field("suggest_tags")
                                                .size(limit)
                                                .skipDuplicates(true)
                                                .fuzzy(fuzzy -> fuzzy.fuzziness("AUTO:3,7")
                                                        .minLength(3)
                                                        .prefixLength(1)
                                                        .unicodeAware(true))))));
        SearchResponse<Known> response;
        try {
            response = elastic.ask(client -> client.search(request, Known.class));
        } catch (ElasticsearchException e) {
            throw ProblemException.of(SearchError.INDEX_AWAY, e);
        }
        List<Scored> all = new ArrayList<>();
        options(response, TITLES).forEach(option -> scored(option, false).ifPresent(all::add));
        options(response, TAGS).forEach(option -> scored(option, true).ifPresent(all::add));
        all.sort(Comparator.comparingDouble(Scored::score).reversed());
        Set<String> texts = new HashSet<>();
        return all.stream()
                .map(Scored::suggested)
                .filter(each -> texts.add(each.id() == null ? Fold.fold(each.text()) : each.id()))
                .limit(limit)
                .toList();
    }

    /** What is read of what is suggested. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Known(
            String kind, String id, String title, @Nullable List<String> tags, Entry.Channel channel) {}

    private record Scored(Suggested suggested, double score) {}

    private static List<CompletionSuggestOption<Known>> options(SearchResponse<Known> response, String name) {
        return response.suggest().getOrDefault(name, List.of()).stream()
                .filter(Suggestion::isCompletion)
                .flatMap(suggestion -> suggestion.completion().options().stream())
                .toList();
    }

    private Optional<Scored> scored(CompletionSuggestOption<Known> option, boolean tag) {
        Known entry = option.source();
        if (entry == null || marks.hides(entry.id())) {
            return Optional.empty();
        }
        Double given = option.score();
        double score = given == null ? 0 : given;
        if (tag) {
            return Optional.of(new Scored(new Suggested(spelled(entry, option.text()), "tag", null, null), score));
        }
        boolean query = entry.kind().equals(AskedQueries.KIND);
        boolean channel = entry.kind().equals("channel");
        return Optional.of(new Scored(
                new Suggested(
                        entry.title(),
                        entry.kind(),
                        query ? null : entry.id(),
                        channel ? entry.channel().handle() : null),
                score));
    }

    /** As its author wrote it; the suggester knows only the folded one. */
    private static String spelled(Known entry, String folded) {
        List<String> tags = entry.tags();
        return tags == null
                ? folded
                : tags.stream()
                        .filter(tag -> Fold.fold(tag).equals(folded))
                        .findFirst()
                        .orElse(folded);
    }
}
