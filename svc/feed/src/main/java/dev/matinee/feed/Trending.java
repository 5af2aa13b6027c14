package dev.matinee.feed;

import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What many watch just now: of the last 48 hours each member's watch counts 1, each like 3 and the publication itself 1,
 * and everything half as much for every 12 hours it is old. One list for all, made again when it is too old.
 */
final class Trending {
    static final int LENGTH = 100;

    private static final System.Logger LOG = System.getLogger(Trending.class.getName());
    /** The latest acts that one list is made of at most, of each kind. */
    private static final int ACTS = 200_000;

    private static final String SQL = """
            SELECT a.content_id AS id,
                sum(a.weight * power(0.5::float8, greatest(0, extract(epoch FROM (?::timestamptz - a.at))::float8) / ?)) AS score,
                count(*) FILTER (WHERE a.what = 'watch') AS watches, count(*) FILTER (WHERE a.what = 'like') AS likes
            FROM (
                (SELECT content_id, watched_at AS at, ?::float8 AS weight, 'watch' AS what FROM watch
                    WHERE watched_at > ? ORDER BY watched_at DESC LIMIT %1$d)
                UNION ALL
                (SELECT content_id, changed_at, ?::float8, 'like' FROM content_like
                    WHERE active AND changed_at > ? ORDER BY changed_at DESC LIMIT %1$d)
                UNION ALL
                (SELECT id, published_at, ?::float8, 'publication' FROM card
                    WHERE state = 'public' AND published_at > ? ORDER BY published_at DESC LIMIT %1$d)) a
            JOIN card c ON c.id = a.content_id AND c.state = 'public'
            GROUP BY a.content_id ORDER BY score DESC, a.content_id DESC LIMIT ?
            """.formatted(ACTS);

    private final Database database;
    private final Duration every;
    private final Clock clock;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Made made;

    Trending(Database database, Duration every, Clock clock) {
        this.database = database;
        this.every = every;
        this.clock = clock;
    }

    private record Made(Instant at, List<Suggestion> list) {}

    /** The best first. */
    List<Suggestion> list() {
        Made held = made;
        if (held != null && held.at.plus(every).isAfter(clock.instant())) {
            return held.list;
        }
        // Whoever finds it being made takes the old one; only the first list of all is waited for.
        if (held != null && !making.tryLock()) {
            return held.list;
        }
        if (held == null) {
            making.lock();
        }
        try {
            // Somebody else made it while this one waited.
            Made newest = made;
            if (held == null && newest != null) {
                return newest.list;
            }
            List<Suggestion> list = make();
            made = new Made(clock.instant(), list);
            return list;
        } catch (RuntimeException e) {
            if (held == null) {
                throw e;
            }
            LOG.log(Level.WARNING, "what is trending stays as it was: {0}", e.toString());
            return held.list;
        } finally {
            making.unlock();
        }
    }

    private List<Suggestion> make() {
        Instant now = clock.instant();
        var since = Columns.parameter(now.minus(Scores.TRENDING_WINDOW));
        try (Stream<DbRow> rows = database.execute()
                .query(
                        SQL,
                        Columns.parameter(now),
                        (double) Scores.TRENDING_HALF.toSeconds(),
                        Scores.WATCH,
                        since,
                        Scores.LIKE,
                        since,
                        Scores.PUBLICATION,
                        since,
                        LENGTH)) {
            return rows.map(Columns::new).map(Trending::suggestion).toList();
        }
    }

    private static Suggestion suggestion(Columns row) {
        Map<String, Double> features = new LinkedHashMap<>();
        features.put("watches", (double) row.number("watches"));
        features.put("likes", (double) row.number("likes"));
        return new Suggestion(
                row.text("id"),
                new Reason(Ranking.TRENDING.wireName(), features, row.real("score"), "Many watch this just now"));
    }
}
