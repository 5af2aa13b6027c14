package dev.matinee.feed;

import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The lists that Redis has ready-made, out of the rows they are made of. */
final class TimelineStore {
    /** The channels of most interest that a member's affinity is kept for. */
    private static final int AFFINITIES = 50;

    /** Channels too large to be pushed that a member's feed reads, the last followed ones. */
    private static final int MAX_PULLED = 500;

    private static final Duration INTEREST = Duration.ofDays(90);

    /** By channel first: that reads no more of a channel than can be in the list. */
    private static final String HOME = """
            SELECT c.id, c.published_at
            FROM follow f LEFT JOIN audience a ON a.channel_id = f.channel_id
            CROSS JOIN LATERAL (
                SELECT id, published_at FROM card
                WHERE channel_id = f.channel_id AND state IN ('public', 'followers')
                ORDER BY published_at DESC, id DESC LIMIT %1$d) c
            WHERE f.user_id = ? AND f.active AND NOT coalesce(a.pulled, false)
            ORDER BY c.published_at DESC, c.id DESC LIMIT %1$d
            """.formatted(FeedRedis.CAP);

    private static final String CHANNEL = """
            SELECT id, published_at FROM card
            WHERE channel_id = ? AND state IN ('public', 'followers')
            ORDER BY published_at DESC, id DESC LIMIT %d
            """.formatted(FeedRedis.CAP);

    private static final String HIDDEN = """
            SELECT channel_id AS id FROM mute WHERE user_id = ? AND active
            UNION SELECT channel_id FROM block WHERE user_id = ? AND active
            UNION SELECT h.id FROM block b JOIN channel h ON h.owner = b.channel_owner WHERE b.user_id = ? AND b.active
            UNION SELECT h.id FROM block b JOIN channel h ON h.owner = b.user_id WHERE b.channel_owner = ? AND b.active
            """;

    private static final String PULLED = """
            SELECT f.channel_id AS id FROM follow f JOIN audience a ON a.channel_id = f.channel_id
            WHERE f.user_id = ? AND f.active AND a.pulled ORDER BY f.changed_at DESC, f.channel_id LIMIT ?
            """;

    private static final String AFFINITY = """
            SELECT c.channel_id AS id, count(*) AS acts FROM (
                (SELECT content_id FROM watch WHERE user_id = ? AND watched_at > ? AND finished
                    ORDER BY watched_at DESC LIMIT 500)
                UNION ALL
                (SELECT content_id FROM content_like WHERE user_id = ? AND changed_at > ? AND active
                    ORDER BY changed_at DESC LIMIT 500)) a
            JOIN card c ON c.id = a.content_id
            WHERE c.channel_id IS NOT NULL
            GROUP BY c.channel_id ORDER BY count(*) DESC, c.channel_id LIMIT ?
            """;

    /** How many hashes there are of a follower's id. */
    private static final long HASHES = 1L << 31;

    private final Database database;
    private final Clock clock;

    TimelineStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** The newest of the channels somebody follows, without those that are too large to be pushed. */
    List<Entry> home(String user) {
        return entries(database.execute().query(HOME, user));
    }

    /** The newest of a channel. */
    List<Entry> channel(String channel) {
        return entries(database.execute().query(CHANNEL, CardStore.uuid(channel)));
    }

    Member member(String user) {
        Instant now = clock.instant();
        var since = Columns.parameter(now.minus(INTEREST));
        Set<String> hidden = new HashSet<>(ids(database.execute().query(HIDDEN, user, user, user, user)));
        List<String> pulled = ids(database.execute().query(PULLED, user, MAX_PULLED));
        Map<String, Integer> affinity = new HashMap<>();
        try (Stream<DbRow> rows = database.execute().query(AFFINITY, user, since, user, since, AFFINITIES)) {
            rows.map(Columns::new).forEach(row -> affinity.put(row.text("id"), (int) row.number("acts")));
        }
        Map<String, Long> seen = new HashMap<>();
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT content_id, seen_at FROM seen WHERE user_id = ? ORDER BY seen_at DESC LIMIT ?",
                        user,
                        SocialStore.SEEN_KEPT)) {
            rows.map(Columns::new)
                    .forEach(row ->
                            seen.put(row.text("content_id"), row.time("seen_at").toEpochMilli()));
        }
        return new Member(now.toEpochMilli(), hidden, pulled, affinity, seen);
    }

    /** Those of these channels that somebody follows now. */
    Set<String> followed(String user, Collection<String> channels) {
        UUID[] asked = channels.stream().map(CardStore::uuid).toArray(UUID[]::new);
        return Set.copyOf(ids(database.execute()
                .query(
                        "SELECT channel_id AS id FROM follow WHERE user_id = ? AND active AND channel_id = ANY (?)",
                        user,
                        asked)));
    }

    /**
     * Some of a channel's followers who read feeds.
     *
     * @param part which of the parts they are divided into
     * @param after behind this one
     */
    List<String> readers(String channel, int part, int parts, Instant activeSince, @Nullable String after, int limit) {
        return ids(database.execute()
                .query(
                        """
                        SELECT f.user_id AS id FROM follow f JOIN member m ON m.user_id = f.user_id
                        WHERE f.channel_id = ? AND f.active AND m.active_at > ? AND f.user_id > ?
                            AND (hashtext(f.user_id) & 2147483647) >= ? AND (hashtext(f.user_id) & 2147483647) < ?
                        ORDER BY f.user_id LIMIT ?
                        """,
                        CardStore.uuid(channel),
                        Columns.parameter(activeSince),
                        Optional.ofNullable(after).orElse(""),
                        begin(part, parts),
                        begin(part + 1, parts),
                        limit));
    }

    /** Where a part's range of hashes begins. */
    private static long begin(int part, int parts) {
        return part * HASHES / parts;
    }

    private static List<Entry> entries(Stream<DbRow> rows) {
        List<Entry> entries = new ArrayList<>();
        try (rows) {
            rows.map(Columns::new)
                    .forEach(row -> entries.add(
                            new Entry(row.text("id"), row.time("published_at").toEpochMilli())));
        }
        return entries;
    }

    private static List<String> ids(Stream<DbRow> rows) {
        try (rows) {
            return rows.map(row -> new Columns(row).text("id")).toList();
        }
    }
}
