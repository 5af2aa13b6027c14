package dev.matinee.search;

import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch.core.MgetRequest;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.SearchResponse;
import co.elastic.clients.elasticsearch.core.mget.MultiGetResponseItem;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.elasticsearch.core.search.InnerHitsResult;
import co.elastic.clients.elasticsearch.core.search.TotalHits;
import co.elastic.clients.elasticsearch.core.search.TotalHitsRelation;
import co.elastic.clients.json.JsonData;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers questions out of the index. */
final class Searcher {
    private final Elastic elastic;
    private final String alias;
    private final Snapshots snapshots;
    private final Marks marks;
    private final Clock clock;

    Searcher(Elastic elastic, String alias, Snapshots snapshots, Marks marks, Clock clock) {
        this.elastic = elastic;
        this.alias = alias;
        this.snapshots = snapshots;
        this.marks = marks;
        this.clock = clock;
    }

    /** The first page. */
    Found first(Question question) {
        // To the hour, so that the same question is the same request for a while.
        Instant now = clock.instant().truncatedTo(ChronoUnit.HOURS);
        String snapshot = snapshots.current();
        try {
            return ask(question, snapshot, now, List.of());
        } catch (ElasticsearchException e) {
            snapshots.lost(snapshot);
            return again(question, now, List.of(), e);
        }
    }

    /** The page behind a cursor. */
    Found next(Question question, String cursor) {
        SearchCursor at = SearchCursor.parse(cursor, question);
        Found page;
        try {
            page = ask(question, at.snapshot(), at.now(), at.after());
        } catch (ElasticsearchException e) {
            // Forgotten, or never one of ours: the list goes on from the same place in the index as it is now.
            page = again(question, at.now(), at.after(), e);
        }
        return withoutGone(page);
    }

    private Found again(Question question, Instant now, List<FieldValue> after, ElasticsearchException before) {
        try {
            return ask(question, snapshots.current(), now, after);
        } catch (ElasticsearchException e) {
            if (!after.isEmpty() && e.status() == 400) {
                throw ProblemException.of(StandardError.INVALID_CURSOR, e);
            }
            e.addSuppressed(before);
            throw ProblemException.of(SearchError.INDEX_AWAY, e);
        }
    }

    private Found ask(Question question, String snapshot, Instant now, List<FieldValue> after) {
        SearchRequest.Builder request = Queries.search(question, marks.hidden(), now)
                .pit(pit -> pit.id(snapshot).keepAlive(Snapshots.KEEP));
        if (!after.isEmpty()) {
            request.searchAfter(after);
        }
        SearchRequest built = request.build();
        SearchResponse<Entry> response = elastic.ask(client -> client.search(built, Entry.class));
        List<Hit<Entry>> hits = response.hits().hits();
        List<Hit<Entry>> page = hits.size() > question.limit() ? hits.subList(0, question.limit()) : hits;
        String next = page.size() == hits.size()
                ? null
                : new SearchCursor(
                                Objects.requireNonNullElse(response.pitId(), snapshot),
                                now,
                                page.getLast().sort())
                        .text(question);
        return new Found(
                page.stream()
                        .filter(hit -> !marks.hides(String.valueOf(hit.id())))
                        .flatMap(hit -> item(hit).stream())
                        .toList(),
                next,
                total(response.hits().total()),
                question.facets().isEmpty() ? null : facets(question, response.aggregations()));
    }

    /** A snapshot still has what went private since; a first page's is too young for that and the marks know. */
    private Found withoutGone(Found page) {
        if (page.data().isEmpty()) {
            return page;
        }
        MgetRequest request = MgetRequest.of(get -> get.index(alias)
                .source(source -> source.fetch(false))
                .ids(page.data().stream().map(Found.Item::id).toList()));
        Set<String> there = new HashSet<>();
        for (MultiGetResponseItem<Void> answer :
                elastic.ask(client -> client.mget(request, Void.class)).docs()) {
            if (answer.isResult() && answer.result().found()) {
                there.add(answer.result().id());
            }
        }
        return new Found(
                page.data().stream().filter(item -> there.contains(item.id())).toList(),
                page.nextCursor(),
                page.total(),
                page.facets());
    }

    private static Optional<Found.Item> item(Hit<Entry> hit) {
        return Optional.ofNullable(hit.source())
                .map(entry -> Found.Item.of(entry, hit.score(), hit.highlight(), cues(hit.innerHits())));
    }

    private static List<Found.Cue> cues(Map<String, InnerHitsResult> inner) {
        List<Found.Cue> cues = new ArrayList<>();
        InnerHitsResult captions = inner.get("captions");
        if (captions != null) {
            for (Hit<JsonData> hit : captions.hits().hits()) {
                JsonData source = hit.source();
                if (source != null) {
                    CatalogDocument.Cue cue = source.to(CatalogDocument.Cue.class);
                    cues.add(new Found.Cue(
                            cue.language(),
                            cue.startMs(),
                            cue.endMs(),
                            hit.highlight().values().stream()
                                    .flatMap(List::stream)
                                    .findFirst()
                                    .orElse("")));
                }
            }
        }
        return cues;
    }

    private static Found.Total total(@Nullable TotalHits total) {
        return total == null
                ? new Found.Total(0, false)
                : new Found.Total(total.value(), total.relation() == TotalHitsRelation.Eq);
    }

    private static Map<String, List<Found.Count>> facets(Question question, Map<String, Aggregate> aggregations) {
        Map<String, List<Found.Count>> facets = new LinkedHashMap<>();
        for (Question.Facet facet : EnumSet.copyOf(question.facets())) {
            Aggregate aggregate = aggregations.get(facet.wireName());
            if (aggregate != null) {
                facets.put(facet.wireName(), counts(aggregate));
            }
        }
        return facets;
    }

    private static List<Found.Count> counts(Aggregate aggregate) {
        if (aggregate.isSterms()) {
            return aggregate.sterms().buckets().array().stream()
                    .map(bucket -> new Found.Count(bucket.key().stringValue(), bucket.docCount()))
                    .toList();
        }
        if (aggregate.isRange()) {
            return aggregate.range().buckets().array().stream()
                    .map(bucket -> new Found.Count(String.valueOf(bucket.key()), bucket.docCount()))
                    .toList();
        }
        if (aggregate.isDateRange()) {
            return aggregate.dateRange().buckets().array().stream()
                    .map(bucket -> new Found.Count(String.valueOf(bucket.key()), bucket.docCount()))
                    .toList();
        }
        return List.of();
    }
}
