package dev.matinee.notify;

import dev.matinee.events.EventType;
import dev.matinee.events.NotificationSent;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes notifications, within the transaction of what caused them. An event and a member make one at most, and what several
 * do to one thing is one for as long as it is unread.
 */
final class Telling {
    /** How many members are told in one transaction. */
    static final int PAGE = 500;

    private static final String NOTIFY = "SELECT pg_notify('notify_inbox', ?) AS said";

    private final DeliveryPlan deliveries;
    private final Outbox outbox;
    private final Clock clock;

    Telling(DeliveryPlan deliveries, Outbox outbox, Clock clock) {
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What came into being.
     *
     * @param listed whether it stands in the inbox
     */
    record Made(UUID id, String member, boolean listed) {}

    /**
     * Tells some members, those who were told of this event already not again.
     *
     * @param members at most {@link #PAGE}
     * @return how many were told now
     */
    int tell(
            DbTransaction transaction,
            UUID eventId,
            Kind kind,
            String subject,
            Facts facts,
            Collection<String> members) {
        if (members.isEmpty()) {
            return 0;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        // In the order of members, so that two pages that share some wait for each other and never in a circle.
        List<Made> made = made(transaction.query(
                """
                WITH fresh AS (
                    INSERT INTO told (event_id, member, told_at)
                    SELECT ?, member, ? FROM jsonb_array_elements_text(?::jsonb) AS wanted (member) ORDER BY member
                    ON CONFLICT DO NOTHING RETURNING member),
                head AS (
                    INSERT INTO member (id, seq) SELECT member, 1 FROM fresh ORDER BY member
                    ON CONFLICT (id) DO UPDATE SET seq = member.seq + 1 RETURNING id, seq)
                INSERT INTO notification (id, member, kind, subject, facts, listed, seq, created_at, changed_at)
                SELECT uuidv7(), head.id, ?, ?, ?::jsonb, coalesce((p.ways -> ? ->> 'in_app')::boolean, ?), head.seq, ?, ?
                FROM head LEFT JOIN preference p ON p.member = head.id
                RETURNING id, member, listed
                """,
                eventId,
                Rows.time(now),
                Rows.texts(members),
                kind.wireName(),
                subject,
                facts.json(),
                kind.wireName(),
                kind.unlessChosen(Medium.IN_APP),
                Rows.time(now),
                Rows.time(now)));
        deliveries.plan(transaction, kind, made, now);
        say(transaction, kind, made);
        wake(transaction, made.stream().map(Made::member).toList());
        return made.size();
    }

    /** @param at when; what is older than what is known of this actor and subject changes nothing */
    record Act(String member, Kind kind, String subject, String actor, String name, boolean active, Instant at) {}

    /**
     * Adds somebody to the group of those who did it, or takes them out. Who takes it back and does it again is counted where
     * they were before, and makes no new notification while that one is there.
     */
    void act(DbTransaction transaction, Act act, Facts facts) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        long seq = nextSeq(transaction, act.member());
        long changed = transaction.insert(
                """
                INSERT INTO act (member, kind, subject, actor, name, active, acted_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (member, kind, subject, actor)
                DO UPDATE SET name = EXCLUDED.name, active = EXCLUDED.active, acted_at = EXCLUDED.acted_at
                WHERE act.acted_at <= EXCLUDED.acted_at
                """,
                act.member(),
                act.kind().wireName(),
                act.subject(),
                act.actor(),
                act.name(),
                act.active(),
                Rows.time(act.at()));
        if (changed == 0) {
            return;
        }
        if (act.active() && group(transaction, act).isEmpty()) {
            join(transaction, act, facts, seq, now);
        }
        group(transaction, act).ifPresent(id -> recount(transaction, id, act.active(), seq, now));
        wake(transaction, List.of(act.member()));
    }

    private void join(DbTransaction transaction, Act act, Facts facts, long seq, Instant now) {
        List<Made> open = made(transaction.query(
                "SELECT id, member, listed FROM notification WHERE member = ? AND kind = ? AND subject = ? AND read_at IS NULL",
                act.member(),
                act.kind().wireName(),
                act.subject()));
        if (open.isEmpty()) {
            open = made(transaction.query(
                    """
                    INSERT INTO notification (id, member, kind, subject, facts, listed, seq, created_at, changed_at)
                    SELECT uuidv7(), ?, ?, ?, ?::jsonb,
                        coalesce((SELECT (ways -> ? ->> 'in_app')::boolean FROM preference WHERE member = ?), ?), ?, ?, ?
                    RETURNING id, member, listed
                    """,
                    act.member(),
                    act.kind().wireName(),
                    act.subject(),
                    facts.json(),
                    act.kind().wireName(),
                    act.member(),
                    act.kind().unlessChosen(Medium.IN_APP),
                    seq,
                    Rows.time(now),
                    Rows.time(now)));
            deliveries.plan(transaction, act.kind(), open, now);
            say(transaction, act.kind(), open);
        }
        transaction.update(
                "UPDATE act SET notification_id = ? WHERE member = ? AND kind = ? AND subject = ? AND actor = ?",
                open.getFirst().id(),
                act.member(),
                act.kind().wireName(),
                act.subject(),
                act.actor());
    }

    /** What stands in an inbox was sent by that. */
    private void say(DbTransaction transaction, Kind kind, List<Made> made) {
        outbox.addAll(
                transaction,
                EventType.NOTIFICATION_SENT,
                made.stream()
                        .filter(Made::listed)
                        .map(each -> new NotificationSent(
                                each.id().toString(), each.member(), kind.wireName(), Medium.IN_APP.wireName()))
                        .toList());
    }

    /** Which notification somebody is or was counted in. */
    private static Optional<UUID> group(DbTransaction transaction, Act act) {
        return transaction
                .get(
                        "SELECT notification_id FROM act WHERE member = ? AND kind = ? AND subject = ? AND actor = ?"
                                + " AND notification_id IS NOT NULL",
                        act.member(),
                        act.kind().wireName(),
                        act.subject(),
                        act.actor())
                .map(row -> new Rows(row).id("notification_id"));
    }

    /** Sets a group's count and its last names; one that nobody is in any more is gone, read or not. */
    private static void recount(DbTransaction transaction, UUID id, boolean more, long seq, Instant now) {
        transaction.update("""
                UPDATE notification SET
                    actors = (SELECT count(*) FROM act WHERE notification_id = notification.id AND active),
                    names = (SELECT coalesce(jsonb_agg(name ORDER BY acted_at DESC, actor), '[]') FROM (
                        SELECT name, acted_at, actor FROM act WHERE notification_id = notification.id AND active
                        ORDER BY acted_at DESC, actor LIMIT ?) AS last),
                    seq = CASE WHEN read_at IS NULL AND ? THEN ? ELSE seq END,
                    changed_at = CASE WHEN read_at IS NULL AND ? THEN ? ELSE changed_at END
                WHERE id = ?
                """, Notification.MAX_NAMES, more, seq, more, Rows.time(now), id);
        if (transaction.delete("DELETE FROM notification WHERE id = ? AND actors = 0", id) == 1) {
            transaction.update("UPDATE act SET notification_id = NULL WHERE notification_id = ?", id);
        }
    }

    private static long nextSeq(DbTransaction transaction, String member) {
        return transaction
                .get(
                        "INSERT INTO member (id, seq) VALUES (?, 1) ON CONFLICT (id) DO UPDATE SET seq = member.seq + 1"
                                + " RETURNING seq",
                        member)
                .map(row -> new Rows(row).number("seq"))
                .orElseThrow();
    }

    /** Takes back what was told of a thing that is gone or no longer for those who were told. */
    static void withdraw(DbTransaction transaction, String subject, Collection<Kind> kinds) {
        String names = Rows.texts(kinds.stream().map(Kind::wireName).toList());
        transaction.update("UPDATE happening SET done_at = due_at WHERE subject = ? AND done_at IS NULL", subject);
        transaction.delete(
                "DELETE FROM notification WHERE subject = ? AND kind IN (SELECT jsonb_array_elements_text(?::jsonb))",
                subject,
                names);
        transaction.delete(
                "DELETE FROM act WHERE subject = ? AND kind IN (SELECT jsonb_array_elements_text(?::jsonb))",
                subject,
                names);
    }

    /** Says on commit whose lists changed; the payload of one word is at most 8,000 bytes. */
    static void wake(DbTransaction transaction, List<String> members) {
        for (int i = 0; i < members.size(); i += 25) {
            String some = String.join(",", members.subList(i, Math.min(i + 25, members.size())));
            transaction.get(NOTIFY, some);
        }
    }

    private static List<Made> made(Stream<DbRow> rows) {
        try (rows) {
            return rows.map(Rows::new)
                    .map(row -> new Made(row.id("id"), row.text("member"), row.flag("listed")))
                    .toList();
        }
    }
}
