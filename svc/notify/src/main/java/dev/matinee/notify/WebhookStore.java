package dev.matinee.notify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.sql.Database;
import io.helidon.dbclient.DbRow;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The members' webhooks, their secrets and the log of what was sent to them. */
final class WebhookStore {
    private static final String SELECT =
            "SELECT id, member, url, kinds::text AS kinds, state, problem, revision, created_at FROM webhook ";
    private static final String PURPOSE = "webhook";
    /** Standard Webhooks: between 24 and 64 bytes. */
    private static final int SECRET_BYTES = 32;

    private static final int MOST_A_MINUTE = 20;

    private final Database database;
    private final Seal seal;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    WebhookStore(Database database, Seal seal, Clock clock) {
        this.database = database;
        this.seal = seal;
        this.clock = clock;
    }

    Webhook add(String member, URI url, Set<Kind> kinds) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return database.transaction(transaction -> {
            // Whoever adds holds this lock, so that two at once are not one too many.
            transaction.get("SELECT pg_advisory_xact_lock(hashtext(?)) AS locked", "webhook " + member);
            long count = transaction
                    .get("SELECT count(*) AS found FROM webhook WHERE member = ?", member)
                    .map(row -> new Rows(row).number("found"))
                    .orElse(0L);
            if (count >= Webhook.MAX) {
                throw ProblemException.of(NotifyError.TOO_MANY_WEBHOOKS);
            }
            Webhook webhook = new Webhook(Uuid7.at(now), member, url, kinds, "enabled", null, 1, now);
            transaction.insert(
                    "INSERT INTO webhook (id, member, url, kinds, secret, state, revision, created_at)"
                            + " VALUES (?, ?, ?, ?, ?, 'enabled', 1, ?)",
                    webhook.id(),
                    member,
                    url.toString(),
                    Rows.json(kinds),
                    seal.close(PURPOSE, newSecret()),
                    Rows.time(now));
            return webhook;
        });
    }

    List<Webhook> list(String member) {
        try (Stream<DbRow> rows = database.execute().query(SELECT + "WHERE member = ? ORDER BY id", member)) {
            return rows.map(WebhookStore::webhook).toList();
        }
    }

    Optional<Webhook> find(UUID id) {
        return database.execute().get(SELECT + "WHERE id = ?", id).map(WebhookStore::webhook);
    }

    Webhook get(String member, UUID id) {
        return find(id).filter(webhook -> webhook.member().equals(member))
                .orElseThrow(() -> ProblemException.of(NotifyError.WEBHOOK_NOT_FOUND));
    }

    /** Replaces what was read as {@code revision}; enabled again it begins with what comes from now on. */
    Webhook put(Webhook wanted, long revision) {
        long changed = database.execute()
                .update(
                        "UPDATE webhook SET url = ?, kinds = ?, state = ?, problem = NULL, revision = revision + 1"
                                + " WHERE id = ? AND revision = ?",
                        wanted.url().toString(),
                        Rows.json(wanted.kinds()),
                        wanted.state(),
                        wanted.id(),
                        revision);
        if (changed == 0) {
            throw ProblemException.of(StandardError.PRECONDITION_FAILED);
        }
        return find(wanted.id()).orElseThrow(() -> ProblemException.of(NotifyError.WEBHOOK_NOT_FOUND));
    }

    void disable(UUID id, String problem) {
        database.execute()
                .update(
                        "UPDATE webhook SET state = 'disabled', problem = ?, revision = revision + 1 WHERE id = ?",
                        problem,
                        id);
    }

    void delete(String member, UUID id) {
        get(member, id);
        database.transact(transaction -> {
            transaction.delete("DELETE FROM webhook WHERE id = ?", id);
            transaction.delete("DELETE FROM delivery WHERE target_id = ?", id);
        });
    }

    /** {@code whsec_…}, by which the receiver checks the signature. */
    Optional<String> secret(UUID id) {
        return database.execute()
                .get("SELECT secret FROM webhook WHERE id = ?", id)
                .map(row -> "whsec_"
                        + Base64.getEncoder().encodeToString(seal.open(PURPOSE, new Rows(row).bytes("secret"))));
    }

    void newSecret(String member, UUID id) {
        get(member, id);
        database.execute().update("UPDATE webhook SET secret = ? WHERE id = ?", seal.close(PURPOSE, newSecret()), id);
    }

    private byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    /**
     * A line of the log.
     *
     * @param state {@code waiting | sent | failed | dropped}
     * @param nextTryAt while it waits
     */
    record Logged(
            UUID id,
            String kind,
            @Nullable UUID notificationId,
            String state,
            int tries,
            @Nullable Integer status,
            @Nullable String problem,
            Instant createdAt,
            @Nullable Instant nextTryAt,
            List<Attempt> attempts) {}

    record Attempt(
            Instant triedAt,
            @Nullable Integer status,
            @Nullable String problem,
            long durationMs) {}

    /** The place behind a line of the log. */
    record Place(Instant createdAt, UUID id) {
        static final Place BEGINNING = new Place(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1, -1));
    }

    /** The last first. */
    List<Logged> log(UUID webhook, Place before, int limit) {
        try (Stream<DbRow> rows =
                database.execute().query("""
                        SELECT * FROM delivery WHERE target_id = ? AND (created_at, id) < (?, ?)
                        ORDER BY created_at DESC, id DESC LIMIT ?
                        """, webhook, Rows.time(before.createdAt()), before.id(), limit)) {
            return rows.map(this::logged).toList();
        }
    }

    private Logged logged(DbRow dbRow) {
        Rows row = new Rows(dbRow);
        String state = row.text("state");
        List<Attempt> attempts;
        try (Stream<DbRow> found = database.execute()
                .query("SELECT * FROM attempt WHERE delivery_id = ? ORDER BY number LIMIT 50", row.id("id"))) {
            attempts = found.map(Rows::new)
                    .map(each -> new Attempt(
                            each.time("tried_at"),
                            each.numberOrNull("status"),
                            each.textOrNull("problem"),
                            each.number("duration_ms")))
                    .toList();
        }
        return new Logged(
                row.id("id"),
                row.text("kind"),
                row.idOrNull("notification_id"),
                state,
                (int) row.number("tries"),
                row.numberOrNull("status"),
                row.textOrNull("problem"),
                row.time("created_at"),
                state.equals("waiting") ? row.time("due_at") : null,
                attempts);
    }

    /** Sends once more what was sent or given up. */
    void resend(UUID webhook, UUID delivery) {
        notTooOften(webhook);
        long changed = database.execute()
                .update(
                        "UPDATE delivery SET state = 'waiting', tries = 0, due_at = ?, done_at = NULL"
                                + " WHERE id = ? AND target_id = ? AND state <> 'waiting'",
                        Rows.time(clock.instant()),
                        delivery,
                        webhook);
        if (changed == 0) {
            boolean known = database.execute()
                    .get("SELECT id FROM delivery WHERE id = ? AND target_id = ?", delivery, webhook)
                    .isPresent();
            throw ProblemException.of(known ? NotifyError.DELIVERY_UNDER_WAY : NotifyError.DELIVERY_NOT_FOUND);
        }
    }

    /** A message by which a member tries the way. */
    UUID test(Webhook webhook) {
        notTooOften(webhook.id());
        Instant now = clock.instant();
        UUID id = UUID.randomUUID();
        String body =
                new String(Json.write(new WebhookCourier.Message("webhook.test", now, null)), StandardCharsets.UTF_8);
        database.execute()
                .createInsert("""
                        INSERT INTO delivery (id, member, medium, kind, target_id, state, body, since, due_at, created_at)
                        VALUES (?, ?, 'webhook', 'test', ?, 'waiting', ?, ?, ?, ?)
                        """)
                .params(Arrays.asList(
                        id, webhook.member(), webhook.id(), body, Rows.time(now), Rows.time(now), Rows.time(now)))
                .execute();
        return id;
    }

    /** By hand somebody else's server is called some times a minute and no more. */
    private void notTooOften(UUID webhook) {
        long tries = database.execute()
                .get(
                        "SELECT count(*) AS found FROM delivery d LEFT JOIN attempt a ON a.delivery_id = d.id"
                                + " WHERE d.target_id = ? AND coalesce(a.tried_at, d.created_at) > ?",
                        webhook,
                        Rows.time(clock.instant().minus(Duration.ofMinutes(1))))
                .map(row -> new Rows(row).number("found"))
                .orElse(0L);
        if (tries >= MOST_A_MINUTE) {
            throw ProblemException.of(NotifyError.WEBHOOK_TOO_OFTEN).withHeader("Retry-After", "60");
        }
    }

    private static Webhook webhook(DbRow dbRow) {
        Rows row = new Rows(dbRow);
        try {
            return new Webhook(
                    row.id("id"),
                    row.text("member"),
                    URI.create(row.text("url")),
                    Json.mapper().readValue(row.text("kinds"), new TypeReference<Set<Kind>>() {}),
                    row.text("state"),
                    row.textOrNull("problem"),
                    row.number("revision"),
                    row.time("created_at"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a webhook's kinds cannot be read", e);
        }
    }
}
