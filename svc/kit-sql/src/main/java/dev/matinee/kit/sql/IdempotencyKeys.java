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

    private IdempotencyKeys() {}

    /** What a key turned out to be. */
    public sealed interface Claim {}

    /** Never seen: answer it, then {@link #answered} in the same transaction as the effect. */
    public record Fresh() implements Claim {}

    /** Answered before: give this again. */
    public record Replay(int status, String headers, String body) implements Claim {}

    /** Another request with it is under way. */
    public record InFlight() implements Claim {}

    /** It was used with another body. */
    public record Reused() implements Claim {}

    /** Claims a key of a subject; a claim whose request died is open again after a minute. */
    public static Claim claim(DbExecute database, String subject, String key, byte[] body) {
        byte[] hash = sha256(body);
        long fresh = database.insert("""
                INSERT INTO idempotency (subject, key, request_hash) VALUES (?, ?, ?)
                ON CONFLICT (subject, key) DO UPDATE SET created_at = now(), request_hash = EXCLUDED.request_hash
                WHERE idempotency.status IS NULL AND idempotency.created_at < now() - make_interval(secs => ?)
                """, subject, key, hash, (double) STALE.toSeconds());
        if (fresh == 1) {
            return new Fresh();
        }
        return database.get(
                        "SELECT request_hash, status, headers, body FROM idempotency WHERE subject = ? AND key = ?",
                        subject,
                        key)
                .map(row -> compare(row, hash))
                .orElseGet(InFlight::new);
    }

    /** Keeps the answer of a {@link Fresh} claim. */
    public static void answered(
            DbExecute database, String subject, String key, int status, String headers, String body) {
        database.update(
                "UPDATE idempotency SET status = ?, headers = ?, body = ? WHERE subject = ? AND key = ?",
                status,
                headers,
                body,
                subject,
                key);
    }

    /** Gives a {@link Fresh} claim back after a failure, so that the client may try again. */
    public static void release(DbExecute database, String subject, String key) {
        database.delete("DELETE FROM idempotency WHERE subject = ? AND key = ? AND status IS NULL", subject, key);
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
