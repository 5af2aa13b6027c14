package dev.matinee.search;

import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.SearchRequest;
import co.elastic.clients.elasticsearch.core.search.Hit;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what is asked and makes suggestions of what many ask. Somebody who asks the same again counts once in ten minutes,
 * and what few ask is never shown to others, since it may say something about them. Counts are kept for a week and may be
 * lost; nothing else depends on them.
 */
final class AskedQueries {
    static final String KIND = "query";

    private static final System.Logger LOG = System.getLogger(AskedQueries.class.getName());
    private static final String KEY = "search:asked:";
    private static final int DAYS = 7;
    private static final int MOST_COUNTED = 10_000;
    private static final int MOST_SUGGESTED = 500;
    private static final int MOST_PENDING = 5_000;
    private static final int MIN_CHARS = 3;
    private static final int MAX_CHARS = 60;
    private static final Duration ONCE = Duration.ofMinutes(10);
    private static final int PUBLISH_EVERY = 30;

    private final Elastic elastic;
    private final ContentIndex index;
    private final RedisLink redis;
    private final int enough;
    private final Clock clock;
    private final Map<String, Integer> pending = new ConcurrentHashMap<>();
    private final Cache<String, Boolean> seen =
            Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(ONCE).build();
    private int rounds;

    AskedQueries(Elastic elastic, ContentIndex index, RedisLink redis, int enough, Clock clock) {
        this.elastic = elastic;
        this.index = index;
        this.redis = redis;
        this.enough = enough;
        this.clock = clock;
        redis.everySecond(this::round);
    }

    /**
     * Counts a question that found something.
     *
     * @param from who asked, as far as that can be told
     */
    void asked(String text, String from) {
        String folded = Fold.fold(text);
        if (folded.length() < MIN_CHARS || folded.length() > MAX_CHARS || pending.size() >= MOST_PENDING) {
            return;
        }
        if (seen.asMap().putIfAbsent(Answers.sum(from + "\n" + folded), true) == null) {
            pending.merge(folded, 1, Integer::sum);
        }
    }

    private void round() {
        save();
        if (++rounds % PUBLISH_EVERY == 0) {
            try {
                publish();
            } catch (AwayException | RuntimeException e) {
                LOG.log(Level.WARNING, "suggestions of what is asked wait: {0}", e.toString());
            }
        }
    }

    private void save() {
        if (pending.isEmpty()) {
            return;
        }
        Map<String, Integer> batch = new HashMap<>(pending);
        if (redis.addScores(KEY + today(), batch, MOST_COUNTED, Duration.ofDays(DAYS + 1))) {
            batch.forEach((text, count) ->
                    pending.computeIfPresent(text, (same, now) -> now.equals(count) ? null : now - count));
        }
    }

    /** Makes the suggestions agree with the counts. Every instance may; all write the same. */
    void publish() throws AwayException {
        Map<String, Double> counts = new HashMap<>();
        for (int day = 0; day < DAYS; day++) {
            redis.topScores(KEY + today().minusDays(day), MOST_SUGGESTED)
                    .forEach((text, count) -> counts.merge(text, count, Double::sum));
        }
        List<Map.Entry<String, Double>> often = counts.entrySet().stream()
                .filter(each -> each.getValue() >= enough)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_SUGGESTED)
                .toList();
        Set<String> outdated = new HashSet<>(published());
        BulkRequest.Builder bulk = new BulkRequest.Builder().index(index.queries());
        for (Map.Entry<String, Double> each : often) {
            String id = Answers.sum(each.getKey());
            outdated.remove(id);
            Entry entry = entry(id, each.getKey(), each.getValue().longValue());
            bulk.operations(operation -> operation.index(write -> write.id(id).document(entry)));
        }
        outdated.forEach(id -> bulk.operations(operation -> operation.delete(delete -> delete.id(id))));
        if (!often.isEmpty() || !outdated.isEmpty()) {
            elastic.write(client -> client.bulk(bulk.build()));
        }
    }

    private List<String> published() throws AwayException {
        SearchRequest request = SearchRequest.of(
                search -> search.index(index.queries()).size(2 * MOST_SUGGESTED).source(source -> source.fetch(false)));
        return elastic.write(client -> client.search(request, Void.class)).hits().hits().stream()
                .map(Hit::id)
                .map(String::valueOf)
                .toList();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Entry entry(String id, String text, long count) {
        return new Entry(
                KIND,
                id,
                0,
                text,
                null,
                null,
                null,
                null,
                null,
                null,
                Instant.EPOCH,
                null,
                0,
                0,
                0,
                count,
                new Entry.Channel("", "", ""),
                null,
                null,
                null,
                new Entry.Completion(List.of(text), Entry.weight(KIND, count)),
                null);
    }
}
