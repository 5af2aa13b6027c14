package dev.matinee.notify;

import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is being told to many, and how far it got: a page and its place are one transaction. */
final class HappeningStore {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_PAUSE = Duration.ofMinutes(10);

    /** Over some three hours, which is time enough to roll a bad release back. */
    static final int MOST_STUMBLES = 25;

    private final Database database;
    private final Clock clock;
    private final Duration fresh;

    /** @param fresh what is older is told nobody: a service that reads its topics from the beginning must not flood people */
    HappeningStore(Database database, Clock clock, Duration fresh) {
        this.database = database;
        this.clock = clock;
        this.fresh = fresh;
    }

    boolean isStale(Instant happenedAt) {
        return happenedAt.isBefore(clock.instant().minus(fresh));
    }

    void add(DbTransaction transaction, Happening happening) {
        if (isStale(happening.happenedAt())) {
            return;
        }
        transaction
                .createInsert("""
                        INSERT INTO happening (id, kind, audience, subject, channel_id, facts, happened_at, due_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                        """)
                .params(Arrays.asList(
                        happening.id(),
                        happening.kind().wireName(),
                        happening.audience().name().toLowerCase(Locale.ROOT),
                        happening.subject(),
                        happening.channelId(),
                        happening.facts().json(),
                        Rows.time(happening.happenedAt()),
                        Rows.time(clock.instant())))
                .execute();
    }

    /** Locks the one that waits longest, without waiting for one that another instance has. Nothing of it is read yet. */
    Optional<UUID> lockNext(DbTransaction transaction, boolean followersKnown) {
        return transaction
                .get(
                        "SELECT id FROM happening WHERE done_at IS NULL AND due_at <= ?"
                                + (followersKnown ? "" : " AND audience <> 'followers'")
                                + " ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED",
                        Rows.time(clock.instant()))
                .map(row -> new Rows(row).id("id"));
    }

    Happening read(DbTransaction transaction, UUID id) {
        return transaction
                .get("SELECT *, facts::text AS words FROM happening WHERE id = ?", id)
                .map(HappeningStore::happening)
                .orElseThrow();
    }

    /** The next followers of a channel, in the order of their ids, without those who mute it or block its owner. */
    static List<String> followers(DbTransaction transaction, UUID channel, @Nullable String after, int limit) {
        try (Stream<DbRow> rows = transaction.query("""
                SELECT f.member FROM relation f
                WHERE f.kind = 'follow' AND f.channel_id = ? AND f.member > ? AND f.active
                    AND f.member <> f.channel_owner
                    AND NOT EXISTS (SELECT FROM relation other WHERE other.kind IN ('mute', 'block')
                        AND other.channel_id = f.channel_id AND other.member = f.member AND other.active)
                ORDER BY f.member LIMIT ?
                """, channel, after == null ? "" : after, limit)) {
            return rows.map(row -> new Rows(row).text("member")).toList();
        }
    }

    void reached(DbTransaction transaction, UUID id, String member) {
        transaction.update(
                "UPDATE happening SET reached = ?, tries = 0, stumbles = 0, due_at = ? WHERE id = ?",
                member,
                Rows.time(clock.instant()),
                id);
    }

    void done(DbTransaction transaction, UUID id) {
        transaction.update("UPDATE happening SET done_at = ? WHERE id = ?", Rows.time(clock.instant()), id);
    }

    /** Something it needs is away: it is tried again, ever more slowly. */
    void later(Happening happening) {
        database.execute()
                .update(
                        "UPDATE happening SET tries = tries + 1, due_at = ? WHERE id = ?",
                        Rows.time(clock.instant().plus(pause(happening.tries()))),
                        happening.id());
    }

    /**
     * Telling it fails by our own fault: others go first, ever longer, and in the end it is given up.
     *
     * @return whether it is given up
     */
    boolean stumbled(UUID id, String problem) {
        return database.transaction(transaction -> {
            int before = transaction
                    .get("SELECT stumbles FROM happening WHERE id = ? FOR UPDATE", id)
                    .map(row -> (int) new Rows(row).number("stumbles"))
                    .orElse(0);
            Instant now = clock.instant();
            boolean over = before + 1 >= MOST_STUMBLES;
            transaction.update(
                    "UPDATE happening SET stumbles = ?, problem = ?, due_at = ? WHERE id = ?",
                    before + 1,
                    problem,
                    Rows.time(now.plus(pause(before))),
                    id);
            if (over) {
                done(transaction, id);
            }
            return over;
        });
    }

    private static Duration pause(int times) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(times, 10));
        return pause.compareTo(LAST_PAUSE) < 0 ? pause : LAST_PAUSE;
    }

    private static Happening happening(DbRow dbRow) {
        Rows row = new Rows(dbRow);
        return new Happening(
                row.id("id"),
                Kind.ofWireName(row.text("kind")),
                Happening.Audience.valueOf(row.text("audience").toUpperCase(Locale.ROOT)),
                row.text("subject"),
                row.idOrNull("channel_id"),
                Facts.read(row.text("words")),
                row.time("happened_at"),
                row.textOrNull("reached"),
                (int) row.number("tries"));
    }
}
