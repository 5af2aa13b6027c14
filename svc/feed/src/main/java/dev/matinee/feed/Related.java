package dev.matinee.feed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What those who watched something watched too: for each of its last 500 viewers that watched both, 1, half as much for
 * every 30 days that the earlier of the two is old; divided by the root of how many watched the other at all, so that what
 * everybody watches is not related to everything. Behind that, what else its channel has.
 */
final class Related {
    static final int LENGTH = 50;

    private static final int KEPT = 5_000;
    private static final int VIEWERS = 500;
    private static final int OF_EACH = 50;
    static final int SEEDS = 3;

    private static final String SQL = """
            SELECT w.content_id AS id, count(*) AS members,
                sum(power(0.5::float8, greatest(0, extract(epoch FROM
                    (?::timestamptz - least(s.watched_at, w.watched_at)))::float8) / ?)) AS together,
                coalesce(max(p.watches), 0) AS watches
            FROM (SELECT user_id, watched_at FROM watch WHERE content_id = ?
                    ORDER BY watched_at DESC LIMIT %d) s
            CROSS JOIN LATERAL (SELECT content_id, watched_at FROM watch
                    WHERE user_id = s.user_id AND content_id <> ? ORDER BY watched_at DESC LIMIT %d) w
            JOIN card c ON c.id = w.content_id AND c.state = 'public'
            LEFT JOIN popularity p ON p.content_id = w.content_id
            GROUP BY w.content_id
            """.formatted(VIEWERS, OF_EACH);

    private static final String SAME_CHANNEL = """
            SELECT id FROM card WHERE channel_id = ? AND state = 'public' AND id <> ?
            ORDER BY published_at DESC, id DESC LIMIT ?
            """;

    private final Database database;
    private final Clock clock;
    private final Cache<String, List<Suggestion>> lists;

    Related(Database database, Duration life, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.lists =
                Caffeine.newBuilder().maximumSize(KEPT).expireAfterWrite(life).build();
    }

    /** The nearest first. */
    List<Suggestion> to(Card seed) {
        return lists.get(seed.id(), id -> make(seed));
    }

    /** What a member watched last, for {@link #to}. */
    List<String> lastWatched(String user) {
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT content_id AS id FROM watch WHERE user_id = ? ORDER BY watched_at DESC LIMIT ?",
                        user,
                        SEEDS)) {
            return rows.map(row -> new Columns(row).text("id")).toList();
        }
    }

    static double score(double together, long watches) {
        return together / Math.sqrt(1.0 + watches);
    }

    private List<Suggestion> make(Card seed) {
        Instant now = clock.instant();
        List<Suggestion> found = new ArrayList<>();
        try (Stream<DbRow> rows = database.execute()
                .query(
                        SQL,
                        Columns.parameter(now),
                        (double) Scores.TOGETHER_HALF.toSeconds(),
                        CardStore.uuid(seed.id()),
                        CardStore.uuid(seed.id()))) {
            rows.map(Columns::new).map(row -> suggestion(seed, row)).forEach(found::add);
        }
        found.sort((a, b) -> {
            int byScore = Double.compare(b.reason().score(), a.reason().score());
            return byScore != 0 ? byScore : b.id().compareTo(a.id());
        });
        List<Suggestion> nearest = new ArrayList<>(found.subList(0, Math.min(LENGTH, found.size())));
        Set<String> known = new HashSet<>();
        nearest.forEach(each -> known.add(each.id()));
        try (Stream<DbRow> rows = database.execute()
                .query(SAME_CHANNEL, CardStore.uuid(seed.channel()), CardStore.uuid(seed.id()), LENGTH)) {
            rows.map(row -> new Columns(row).text("id"))
                    .filter(known::add)
                    .limit(LENGTH - nearest.size())
                    .forEach(id -> nearest.add(new Suggestion(
                            id,
                            new Reason(
                                    Ranking.RELATED.wireName(),
                                    Map.of("together", 0.0),
                                    0,
                                    "Also from " + seed.channelName()))));
        }
        return List.copyOf(nearest);
    }

    private static Suggestion suggestion(Card seed, Columns row) {
        Map<String, Double> features = new LinkedHashMap<>();
        features.put("members", (double) row.number("members"));
        features.put("together", row.real("together"));
        features.put("watches", (double) row.number("watches"));
        return new Suggestion(
                row.text("id"),
                new Reason(
                        Ranking.RELATED.wireName(),
                        features,
                        score(row.real("together"), row.number("watches")),
                        "Watched with " + seed.title()));
    }
}
