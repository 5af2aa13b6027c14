package dev.matinee.search;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.SortOptions;
import co.elastic.clients.elasticsearch._types.SortOrder;
import co.elastic.clients.elasticsearch._types.Time;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.query_dsl.BoolQuery;
import co.elastic.clients.elasticsearch._types.query_dsl.ChildScoreMode;
import co.elastic.clients.elasticsearch._types.query_dsl.FieldValueFactorModifier;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionBoostMode;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionScore;
import co.elastic.clients.elasticsearch._types.query_dsl.FunctionScoreMode;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.TextQueryType;
import co.elastic.clients.elasticsearch._types.query_dsl.ZeroTermsQuery;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.HighlighterEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions in Elasticsearch's words. A document matches when it has the words (of three or more, three quarters), each
 * with a typo or two, somewhere; the title counts most, then the channel's name, tags, description and captions. Phrases,
 * the exact title and the words close together lift it, then how new and how popular it is. What the index cannot stem
 * has no {@code stems} fields, and those are then nothing to Elasticsearch.
 */
final class Queries {
    /** By how much being quite new can lift a score, and how fast that goes. */
    private static final double FRESH = 0.3;

    private static final String FRESH_HALF_LIFE = "30d";
    /** By how much each tenfold of popularity lifts it. */
    private static final double POPULAR = 0.12;

    private static final String ENOUGH_WORDS = "2<75%";
    private static final int CAPTION_HITS = 3;
    private static final int FACET_VALUES = 20;
    private static final List<String> FIELDS = List.of(
            "title^4",
            "title.stems^3",
            "channel.name^2.5",
            "channel.handle.words^2.5",
            "tags.words^2.5",
            "tags.stems^2",
            "alt_texts",
            "alt_texts.stems^0.8",
            "description",
            "description.stems^0.8",
            "captions.text^0.5",
            "captions.text.stems^0.4");
    /** Where words are looked for as they begin, while the last one is still typed. */
    private static final List<String> BEGINNINGS =
            List.of("title^3", "channel.name^2", "channel.handle.words^2", "tags.words^2");

    private static final List<String> NOT_READ = List.of("captions", "suggest", "suggest_tags");

    private Queries() {}

    /**
     * The request without where it is asked and where it goes on.
     *
     * @param hidden ids that must not come whatever the index says
     * @param now what freshness is measured from; the same for all pages of a list
     */
    static SearchRequest.Builder search(Question question, Collection<String> hidden, Instant now) {
        SearchRequest.Builder request = new SearchRequest.Builder()
                .size(question.limit() + 1)
                .source(source -> source.filter(filter -> filter.excludes(NOT_READ)))
                .trackTotalHits(total -> total.count(10_000))
                .query(query(question, hidden, now))
                .sort(sort(question.order()));
        if (question.query().names()) {
            request.highlight(highlight -> highlight
                    .encoder(HighlighterEncoder.Html)
                    .maxAnalyzedOffset(20_000)
                    .fields("title", field -> field.numberOfFragments(0))
                    .fields("description", field -> field.numberOfFragments(2).fragmentSize(160))
                    .fields("alt_texts", field -> field.numberOfFragments(1).fragmentSize(160)));
        }
        question.facets().forEach(facet -> request.aggregations(facet.wireName(), aggregation(facet, now)));
        return request;
    }

    private static Query query(Question question, Collection<String> hidden, Instant now) {
        UserQuery asked = question.query();
        BoolQuery.Builder bool = new BoolQuery.Builder();
        if (asked.names()) {
            bool.must(matches(asked));
            lifts(asked).forEach(bool::should);
        } else {
            bool.must(must -> must.matchAll(all -> all));
        }
        asked.withoutWords()
                .forEach(word -> bool.mustNot(not ->
                        not.multiMatch(match -> match.query(word).fields(FIELDS).type(TextQueryType.Phrase))));
        asked.withoutPhrases()
                .forEach(phrase -> bool.mustNot(not -> not.multiMatch(
                        match -> match.query(phrase).fields(FIELDS).type(TextQueryType.Phrase))));
        filters(question).forEach(bool::filter);
        if (!hidden.isEmpty()) {
            bool.mustNot(not -> not.ids(ids -> ids.values(List.copyOf(hidden))));
        }
        Query plain = Query.of(query -> query.bool(bool.build()));
        return question.order() == Question.Order.RELEVANCE ? lifted(plain, now) : plain;
    }

    private static Query matches(UserQuery asked) {
        BoolQuery.Builder all = new BoolQuery.Builder();
        asked.phrases()
                .forEach(phrase -> all.must(must -> must.multiMatch(match -> match.query(phrase)
                        .fields(FIELDS)
                        .type(TextQueryType.Phrase)
                        .zeroTermsQuery(ZeroTermsQuery.All))));
        List<Query> words = new ArrayList<>();
        for (int i = 0; i < asked.words().size(); i++) {
            boolean open = asked.open() && i == asked.words().size() - 1;
            words.add(word(asked.words().get(i), open));
        }
        if (!words.isEmpty()) {
            all.must(must -> must.bool(some -> some.should(words).minimumShouldMatch(ENOUGH_WORDS)));
        }
        return Query.of(query -> query.bool(all.build()));
    }

    private static Query word(String word, boolean open) {
        Query whole = Query.of(query -> query.multiMatch(match -> match.query(word)
                .fields(FIELDS)
                .type(TextQueryType.BestFields)
                .tieBreaker(0.2)
                .fuzziness("AUTO:4,8")
                .prefixLength(1)
                .maxExpansions(30)
                .zeroTermsQuery(ZeroTermsQuery.All)));
        if (!open) {
            return whole;
        }
        Query beginning = Query.of(query -> query.multiMatch(match -> match.query(word)
                .fields(BEGINNINGS)
                .type(TextQueryType.BoolPrefix)
                .boost(0.7f)));
        return Query.of(query -> query.disMax(best -> best.queries(whole, beginning)));
    }

    private static List<Query> lifts(UserQuery asked) {
        String text = asked.text();
        List<Query> lifts = new ArrayList<>();
        lifts.add(Query.of(query ->
                query.term(term -> term.field("title.exact").value(text).boost(8f))));
        lifts.add(Query.of(query ->
                query.term(term -> term.field("channel.handle").value(text).boost(6f))));
        if (asked.words().size() + asked.phrases().size() > 1) {
            lifts.add(Query.of(query -> query.matchPhrase(
                    match -> match.field("title").query(text).slop(1).boost(4f))));
            lifts.add(Query.of(query -> query.matchPhrase(
                    match -> match.field("description").query(text).slop(2).boost(1.5f))));
        }
        // Which cue it is; that the words are somewhere in the captions was asked above.
        lifts.add(Query.of(query -> query.nested(nested -> nested.path("captions")
                .scoreMode(ChildScoreMode.Max)
                .boost(0.5f)
                .query(inner -> inner.match(match -> match.field("captions.text")
                        .query(text)
                        .fuzziness("AUTO:4,8")
                        .prefixLength(1)
                        .maxExpansions(30)
                        .minimumShouldMatch(ENOUGH_WORDS)))
                .innerHits(hits -> hits.size(CAPTION_HITS)
                        .highlight(highlight -> highlight
                                .encoder(HighlighterEncoder.Html)
                                .fields("captions.text", field -> field.numberOfFragments(0)))))));
        return lifts;
    }

    /** The score times one, and a little more for the new and the popular. */
    private static Query lifted(Query query, Instant now) {
        return Query.of(lifted -> lifted.functionScore(score -> score.query(query)
                .functions(
                        FunctionScore.of(one -> one.weight(1.0)),
                        FunctionScore.of(fresh -> fresh.weight(FRESH)
                                .gauss(decay -> decay.date(date -> date.field("published_at")
                                        .placement(place -> place.origin(now.toString())
                                                .scale(Time.of(time -> time.time(FRESH_HALF_LIFE)))
                                                .decay(0.5))))),
                        FunctionScore.of(popular -> popular.weight(POPULAR)
                                .fieldValueFactor(factor -> factor.field("popularity")
                                        .modifier(FieldValueFactorModifier.Log1p)
                                        .missing(0.0))))
                .scoreMode(FunctionScoreMode.Sum)
                .boostMode(FunctionBoostMode.Multiply)));
    }

    private static List<Query> filters(Question question) {
        List<Query> filters = new ArrayList<>();
        if (!question.kinds().isEmpty()) {
            List<FieldValue> kinds =
                    question.kinds().stream().sorted().map(FieldValue::of).toList();
            filters.add(Query.of(
                    query -> query.terms(terms -> terms.field("kind").terms(values -> values.value(kinds)))));
        }
        question.channel()
                .ifPresent(channel -> filters.add(Query.of(query -> query.bool(either -> either.should(
                                id -> id.term(term -> term.field("channel.id").value(channel)))
                        .should(handle ->
                                handle.term(term -> term.field("channel.handle").value(channel)))))));
        question.tag().ifPresent(tag -> filters.add(term("tags", tag)));
        question.category().ifPresent(category -> filters.add(term("category", category)));
        question.language().ifPresent(language -> filters.add(term("language", language)));
        question.licence().ifPresent(licence -> filters.add(term("licence", licence)));
        if (question.minDurationMs().isPresent() || question.maxDurationMs().isPresent()) {
            filters.add(Query.of(query -> query.range(range -> range.number(number -> {
                number.field("duration_ms");
                question.minDurationMs().ifPresent(least -> number.gte((double) least));
                question.maxDurationMs().ifPresent(most -> number.lte((double) most));
                return number;
            }))));
        }
        if (question.publishedAfter().isPresent() || question.publishedBefore().isPresent()) {
            filters.add(Query.of(query -> query.range(range -> range.date(date -> {
                date.field("published_at");
                question.publishedAfter().ifPresent(time -> date.gte(time.toString()));
                question.publishedBefore().ifPresent(time -> date.lt(time.toString()));
                return date;
            }))));
        }
        return filters;
    }

    private static Query term(String field, String value) {
        return Query.of(query -> query.term(term -> term.field(field).value(value)));
    }

    /** The id last, so that no two are equal and a page can end anywhere. */
    private static List<SortOptions> sort(Question.Order order) {
        SortOptions byId = by("id", SortOrder.Asc);
        return switch (order) {
            case RELEVANCE -> List.of(SortOptions.of(sort -> sort.score(score -> score.order(SortOrder.Desc))), byId);
            case NEWEST -> List.of(by("published_at", SortOrder.Desc), byId);
            case OLDEST -> List.of(by("published_at", SortOrder.Asc), byId);
            case POPULAR -> List.of(by("popularity", SortOrder.Desc), byId);
        };
    }

    private static SortOptions by(String field, SortOrder order) {
        return SortOptions.of(sort -> sort.field(by -> by.field(field).order(order)));
    }

    private static Aggregation aggregation(Question.Facet facet, Instant now) {
        return switch (facet) {
            case DURATION ->
                Aggregation.of(aggregation -> aggregation.range(range -> {
                    range.field(facet.field());
                    DURATIONS.forEach((name, bounds) -> range.ranges(one -> {
                        one.key(name).from((double) bounds.from());
                        return bounds.to() == Long.MAX_VALUE ? one : one.to((double) bounds.to());
                    }));
                    return range;
                }));
            case PUBLISHED ->
                Aggregation.of(aggregation -> aggregation.dateRange(range -> {
                    range.field(facet.field());
                    AGES.forEach((name, age) -> range.ranges(one ->
                            one.key(name).from(from -> from.expr(now.minus(age).toString()))));
                    return range;
                }));
            default ->
                Aggregation.of(aggregation ->
                        aggregation.terms(terms -> terms.field(facet.field()).size(FACET_VALUES)));
        };
    }

    /** From, and to without it, in milliseconds. */
    record Bounds(long from, long to) {}

    static final Map<String, Bounds> DURATIONS = durations();
    static final Map<String, Duration> AGES = ages();

    private static Map<String, Bounds> durations() {
        long four = Duration.ofMinutes(4).toMillis();
        long twenty = Duration.ofMinutes(20).toMillis();
        Map<String, Bounds> all = new LinkedHashMap<>();
        all.put("short", new Bounds(0, four));
        all.put("medium", new Bounds(four, twenty));
        all.put("long", new Bounds(twenty, Long.MAX_VALUE));
        return all;
    }

    private static Map<String, Duration> ages() {
        Map<String, Duration> all = new LinkedHashMap<>();
        all.put("day", Duration.ofDays(1));
        all.put("week", Duration.ofDays(7));
        all.put("month", Duration.ofDays(30));
        all.put("year", Duration.ofDays(365));
        return all;
    }
}
