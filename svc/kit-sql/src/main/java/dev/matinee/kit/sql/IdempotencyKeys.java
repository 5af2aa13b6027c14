package dev.matinee.kit.sql;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The answers given under {@code Idempotency-Key} (draft-ietf-httpapi-idempotency-key-header): the same key and body
 * replays the first answer, another body is refused, a request still being answered is a conflict.
 */
public final class IdempotencyKeys {
    private static final Duration STALE = Duration.ofMinutes(1);

    // The moment of the claim tells it from the one that opened it again, a minute later at least.
    private static final String CLAIMED_AT = "(extract(epoch FROM idempotency.created_at) * 1000000)::bigint";
    private static final String STILL_OURS =
            " WHERE subject = ? AND key = ? AND status IS NULL AND " + CLAIMED_AT + " = ?";

    private IdempotencyKeys() {}

    /** What a key turned out to be. */
    public sealed interface Claim {}

    /**
     * Never seen: answer it, then {@link #answered} in the same transaction as the effect.
     *
     * @param claimedAt microseconds since 1970 by the database's clock; a claim that was opened again has another
     */
    public record Fresh(String subject, String key, long claimedAt) implements Claim {}

    /** Answered before: give this again. */
    public record Replay(int status, String headers, String body) implements Claim {}

    /** Another request with it is under way. */
    public record InFlight() implements Claim {}

    /** It was used with another body. */
    public record Reused() implements Claim {}

    /** Another request has taken over a claim that was open for too long: what was done under it must not be committed. */
    public static final class ClaimLostException extends RuntimeException {
        private ClaimLostException(String key) {
            super("another request has taken over the idempotency key " + key);
        }
    }

    /**
     * Claims a key of a subject for a request, of which {@code body} holds all that tells it from another: its method and
     * path too where one subject's keys serve several. A claim whose request died is open again after a minute. Should the request be alive and
     * only slow, {@link #answered} refuses whichever of the two has lost it.
     */
    public static Claim claim(DbExecute database, String subject, String key, byte[] body) {
        byte[] hash = sha256(body);
        Optional<Claim> fresh = database.get(
                        """
                INSERT INTO idempotency (subject, key, request_hash) VALUES (?, ?, ?)
                ON CONFLICT (subject, key) DO UPDATE SET created_at = now(), request_hash = EXCLUDED.request_hash
                WHERE idempotency.status IS NULL AND idempotency.created_at < now() - make_interval(secs => ?)
                RETURNING
                """ + CLAIMED_AT + " AS claimed_at", subject, key, hash, (double) STALE.toSeconds())
                .map(row -> new Fresh(subject, key, row.column("claimed_at").get(Long.class)));
        return fresh.orElseGet(() -> seen(database, subject, key, hash));
    }

    private static Claim seen(DbExecute database, String subject, String key, byte[] hash) {
        return database.get(
                        "SELECT request_hash, status, headers, body FROM idempotency WHERE subject = ? AND key = ?",
                        subject,
                        key)
                .map(row -> compare(row, hash))
                .orElseGet(InFlight::new);
    }

    /**
     * Keeps the answer of a claim.
     *
     * @throws ClaimLostException when the claim is another request's by now; roll the effect back
     */
    public static void answered(DbExecute database, Fresh claim, int status, String headers, String body) {
        long kept = database.update(
                "UPDATE idempotency SET status = ?, headers = ?, body = ?" + STILL_OURS,
                status,
                headers,
                body,
                claim.subject(),
                claim.key(),
                claim.claimedAt());
        if (kept != 1) {
            throw new ClaimLostException(claim.key());
        }
    }

    /** Gives a claim back after a failure, so that the client may try again; does nothing when it is another's by now. */
    public static void release(DbExecute database, Fresh claim) {
        database.delete("DELETE FROM idempotency" + STILL_OURS, claim.subject(), claim.key(), claim.claimedAt());
    }

    /** Forgets old answers; returns how many, at most 10,000. */
    public static long forget(DbExecute database, Duration age) {
        return database.delete("""
                DELETE FROM idempotency WHERE ctid IN (
                    SELECT ctid FROM idempotency WHERE created_at < now() - make_interval(secs => ?) LIMIT 10000)
                """, (double) age.toSeconds());
    }

    private static Claim compare(DbRow row, byte[] hash) {
        if (!Arrays.equals(row.column("request_hash").get(byte[].class), hash)) {
            return new Reused();
        }
        // Not by asOptional(), which refuses a null.
        return Optional.ofNullable(row.column("status").get(Number.class))
                .map(status -> (Claim) new Replay(
                        status.intValue(),
                        row.column("headers").get(String.class),
                        row.column("body").get(String.class)))
                .orElseGet(InFlight::new);
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
