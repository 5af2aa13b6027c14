package dev.matinee.feed;

import dev.matinee.events.BlockChanged;
import dev.matinee.events.EventData;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.MuteChanged;
import dev.matinee.events.WatchProgressed;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What members did. Of one pair the later change counts, so the order and the repetition of events make no difference; of
 * two at the same moment the one that shows less.
 */
final class SocialStore {
    /** What was first seen is kept for the last so many of a member. */
    static final int SEEN_KEPT = 500;

    private static final int FORGET_AT_ONCE = 5_000;
    private static final Duration ENDED_KEPT = Duration.ofDays(35);
    private static final Duration WATCHES_KEPT = Duration.ofDays(180);
    private static final Duration SEEN_LIFE = Duration.ofDays(90);

    private static final String FOLLOW = toggle("follow", "channel_id", false);
    private static final String MUTE = toggle("mute", "channel_id", true);
    private static final String LIKE = toggle("content_like", "content_id", false);
    private static final String BLOCK = """
            INSERT INTO block AS t (user_id, channel_owner, channel_id, active, changed_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (user_id, channel_owner) DO UPDATE SET channel_id = excluded.channel_id, active = excluded.active,
                changed_at = excluded.changed_at
            WHERE t.changed_at < excluded.changed_at
                OR (t.changed_at = excluded.changed_at AND excluded.active AND NOT t.active)
            RETURNING old.active AS before
            """;
    private static final String WATCH = """
            INSERT INTO watch AS w (user_id, content_id, watched_at, finished) VALUES (?, ?, ?, ?)
            ON CONFLICT (user_id, content_id) DO UPDATE SET watched_at = greatest(w.watched_at, excluded.watched_at),
                finished = w.finished OR excluded.finished
            RETURNING old.user_id AS before
            """;
    private static final String POPULARITY = """
            INSERT INTO popularity AS p (content_id, likes, watches) VALUES (?, ?, ?)
            ON CONFLICT (content_id) DO UPDATE SET likes = p.likes + excluded.likes,
                watches = p.watches + excluded.watches, version = p.version + 1
            """;
    /** A negative count cannot be inserted even where the row is there already, so it is made first. */
    private static final String POPULARITY_LESS =
            "UPDATE popularity SET likes = likes + ?, watches = watches + ?, version = version + 1 WHERE content_id = ?";

    private static final String AUDIENCE = "INSERT INTO audience (channel_id) VALUES (?) ON CONFLICT DO NOTHING";
    private static final String AUDIENCE_MORE = """
            UPDATE audience SET followers = followers + ?, pulled = pulled OR followers + ? >= ? WHERE channel_id = ?
            """;

    private final Database database;
    private final int threshold;
    private final Clock clock;

    SocialStore(Database database, int threshold, Clock clock) {
        this.database = database;
        this.threshold = threshold;
        this.clock = clock;
    }

    private static String toggle(String table, String other, boolean winner) {
        return """
                INSERT INTO %1$s AS t (user_id, %2$s, active, changed_at) VALUES (?, ?, ?, ?)
                ON CONFLICT (user_id, %2$s) DO UPDATE SET active = excluded.active, changed_at = excluded.changed_at
                WHERE t.changed_at < excluded.changed_at
                    OR (t.changed_at = excluded.changed_at AND t.active <> excluded.active AND excluded.active = %3$s)
                RETURNING old.active AS before
                """.formatted(table, other, winner);
    }

    /** Applies what members did, all or none of it. */
    Effects apply(Collection<? extends EventData> changes) {
        Effects effects = new Effects();
        if (changes.isEmpty()) {
            return effects;
        }
        database.transact(transaction -> {
            Map<String, Long> followers = new TreeMap<>();
            Map<String, Counts> counts = new TreeMap<>();
            for (EventData change : changes) {
                switch (change) {
                    case FollowChanged follow -> follow(transaction, follow, followers, effects);
                    case MuteChanged mute -> {
                        set(transaction, MUTE, mute.userId(), mute.channelId(), mute.muted(), mute.changedAt());
                        effects.members().add(mute.userId());
                    }
                    case BlockChanged block -> block(transaction, block, effects);
                    case LikeChanged like -> like(transaction, like, counts);
                    case WatchProgressed watch -> watch(transaction, watch, counts);
                    default -> throw new IllegalArgumentException("not what a member did: " + change);
                }
            }
            // In one order everywhere, so that two instances do not wait for each other.
            followers.forEach((channel, more) -> audience(transaction, channel, more));
            counts.forEach((content, more) -> popularity(transaction, content, more));
            effects.cards().addAll(counts.keySet());
        });
        return effects;
    }

    private record Counts(long likes, long watches) {
        Counts plus(Counts more) {
            return new Counts(likes + more.likes, watches + more.watches);
        }
    }

    private static void follow(
            DbTransaction transaction, FollowChanged follow, Map<String, Long> followers, Effects effects) {
        int change = set(
                transaction, FOLLOW, follow.followerId(), follow.channelId(), follow.following(), follow.changedAt());
        if (change != 0) {
            followers.merge(follow.channelId(), (long) change, Long::sum);
        }
        effects.members().add(follow.followerId());
    }

    private static void block(DbTransaction transaction, BlockChanged block, Effects effects) {
        transaction.get(
                BLOCK,
                block.userId(),
                block.channelOwner(),
                CardStore.uuid(block.channelId()),
                block.blocked(),
                Columns.parameter(block.changedAt()));
        effects.members().add(block.userId());
        effects.members().add(block.channelOwner());
    }

    private static void like(DbTransaction transaction, LikeChanged like, Map<String, Counts> counts) {
        int change = set(transaction, LIKE, like.userId(), like.contentId(), like.liked(), like.changedAt());
        if (change != 0) {
            counts.merge(like.contentId(), new Counts(change, 0), Counts::plus);
        }
    }

    private static void watch(DbTransaction transaction, WatchProgressed watch, Map<String, Counts> counts) {
        boolean first = transaction
                .get(
                        WATCH,
                        watch.userId(),
                        CardStore.uuid(watch.contentId()),
                        Columns.parameter(watch.changedAt()),
                        watch.finished())
                .map(row -> new Columns(row).textOrNull("before") == null)
                .orElse(false);
        if (first) {
            counts.merge(watch.contentId(), new Counts(0, 1), Counts::plus);
        }
    }

    /** How the number of those that are so changes: -1, 0 or 1. */
    private static int set(
            DbTransaction transaction, String sql, String user, String other, boolean active, Instant changedAt) {
        Optional<DbRow> changed =
                transaction.get(sql, user, CardStore.uuid(other), active, Columns.parameter(changedAt));
        if (changed.isEmpty()) {
            return 0;
        }
        boolean before = new Columns(changed.get()).flagOrFalse("before");
        return Boolean.compare(active, before);
    }

    private void audience(DbTransaction transaction, String channel, long more) {
        transaction.insert(AUDIENCE, CardStore.uuid(channel));
        transaction.update(AUDIENCE_MORE, more, more, threshold, CardStore.uuid(channel));
    }

    private static void popularity(DbTransaction transaction, String content, Counts more) {
        if (more.likes() < 0 || more.watches() < 0) {
            transaction.update(POPULARITY_LESS, more.likes(), more.watches(), CardStore.uuid(content));
        } else {
            transaction.insert(POPULARITY, CardStore.uuid(content), more.likes(), more.watches());
        }
    }

    /** Notes what a member saw; what they saw before stays as it was. */
    void saw(String user, Collection<String> contents) {
        database.transact(transaction -> contents.stream()
                .sorted()
                .forEach(id -> transaction.insert(
                        "INSERT INTO seen (user_id, content_id, seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                        user,
                        CardStore.uuid(id),
                        Columns.parameter(clock.instant()))));
    }

    /** Notes that somebody reads feeds; from then on they are pushed to. */
    void active(String user) {
        database.execute().insert("""
                        INSERT INTO member (user_id, active_at) VALUES (?, ?)
                        ON CONFLICT (user_id) DO UPDATE SET active_at = excluded.active_at
                        """, user, Columns.parameter(clock.instant()));
    }

    /** Channels that became too large and whose followers' feeds do not know it yet. */
    List<String> untold() {
        return texts(
                database.execute().query("SELECT channel_id AS id FROM audience WHERE pulled AND NOT told LIMIT 100"));
    }

    void told(String channel) {
        database.execute().update("UPDATE audience SET told = true WHERE channel_id = ?", CardStore.uuid(channel));
    }

    /** All followers of a channel, some at a time. */
    void followers(String channel, int atOnce, Consumer<List<String>> some) {
        String after = "";
        while (true) {
            List<String> users = texts(database.execute().query("""
                            SELECT user_id AS id FROM follow WHERE channel_id = ? AND active AND user_id > ?
                            ORDER BY user_id LIMIT ?
                            """, CardStore.uuid(channel), after, atOnce));
            if (users.isEmpty()) {
                return;
            }
            some.accept(users);
            after = users.getLast();
        }
    }

    /** Lets go, a bounded part at a time, of what is too old to matter. */
    void forgetOld() {
        Instant now = clock.instant();
        for (String table : List.of("follow", "mute", "block", "content_like")) {
            forget(table, "NOT active AND changed_at", now.minus(ENDED_KEPT));
        }
        forget("watch", "watched_at", now.minus(WATCHES_KEPT));
        forget("seen", "seen_at", now.minus(SEEN_LIFE));
    }

    private void forget(String table, String condition, Instant before) {
        database.execute()
                .delete(
                        "DELETE FROM " + table + " WHERE ctid IN (SELECT ctid FROM " + table + " WHERE " + condition
                                + " < ? LIMIT ?)",
                        Columns.parameter(before),
                        FORGET_AT_ONCE);
    }

    private static List<String> texts(Stream<DbRow> rows) {
        try (rows) {
            return rows.map(row -> new Columns(row).text("id")).toList();
        }
    }
}
