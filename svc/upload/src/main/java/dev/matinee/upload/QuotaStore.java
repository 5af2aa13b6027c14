package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.upload.Upload.Kind;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What a user may still upload, counted from the uploads themselves, so there is no number that could drift. A user's
 * creations wait for each other, or two at once would both find room for one.
 */
final class QuotaStore {
    private static final Duration DAY = Duration.ofHours(24);
    private static final String RETRY_AFTER_S = "3600";

    private final UploadConfig.Quota configured;
    private final OwnQuotaStore own;
    private final Clock clock;

    QuotaStore(UploadConfig.Quota configured, Clock clock) {
        this.configured = configured;
        this.own = new OwnQuotaStore(clock);
        this.clock = clock;
    }

    /** What counts now: bytes kept or promised, and bytes, uploads and partial uploads begun within 24 hours. */
    record Usage(long heldBytes, long dayBytes, long dayUploads, long dayPartials) {}

    /**
     * What a user may and has.
     *
     * @param limits what holds
     * @param own what an operator gave them of that
     */
    record View(String user, UploadConfig.Quota limits, OwnQuota own, Used used) {
        /** As the limits count. */
        record Used(long heldBytes, long dayBytes, long dayUploads, long dayPartials, long waitingAddresses) {}
    }

    View view(DbExecute execute, String owner) {
        OwnQuota given = own.get(execute, owner);
        Usage usage = usage(execute, owner);
        return new View(
                owner,
                given.over(configured),
                given,
                new View.Used(
                        usage.heldBytes(),
                        usage.dayBytes(),
                        usage.dayUploads(),
                        usage.dayPartials(),
                        waitingAddresses(execute, owner)));
    }

    /**
     * Gives a user a quota of their own, or takes it back; what is begun already is not ended by it.
     *
     * @param change of what they have of their own now
     * @param by the {@code sub} of the operator
     */
    void change(DbTransaction transaction, String owner, UnaryOperator<OwnQuota> change, String by) {
        lock(transaction, owner);
        own.put(transaction, owner, change.apply(own.get(transaction, owner)), by);
    }

    private UploadConfig.Quota limits(DbExecute execute, String owner) {
        return own.get(execute, owner).over(configured);
    }

    void lock(DbTransaction transaction, String owner) {
        boolean locked = transaction
                .get("SELECT 1 AS one FROM (SELECT pg_advisory_xact_lock(hashtextextended(?, 0))) AS lock", owner)
                .isPresent();
        if (!locked) {
            throw new IllegalStateException("no lock for the quota of a user");
        }
    }

    /**
     * Makes sure that an upload of that length may begin; the row the caller then inserts is the reservation.
     *
     * @param bytes 0 while the length is not known, and for a final upload, whose partial ones have reserved already
     */
    void reserve(DbTransaction transaction, String owner, Kind kind, long bytes) {
        lock(transaction, owner);
        UploadConfig.Quota quota = limits(transaction, owner);
        Usage usage = usage(transaction, owner);
        if (kind != Kind.PARTIAL && usage.dayUploads() >= quota.dayUploads()) {
            throw ProblemException.of(
                            UploadError.QUOTA_UPLOADS_DAY,
                            "You have begun " + usage.dayUploads() + " uploads within 24 hours; " + quota.dayUploads()
                                    + " are allowed, so 0 are left.")
                    .withHeader("Retry-After", RETRY_AFTER_S);
        }
        if (kind == Kind.PARTIAL && usage.dayPartials() >= quota.dayPartials()) {
            throw ProblemException.of(
                            UploadError.QUOTA_UPLOADS_DAY,
                            "You have begun " + usage.dayPartials() + " partial uploads within 24 hours; "
                                    + quota.dayPartials() + " are allowed, so 0 are left.")
                    .withHeader("Retry-After", RETRY_AFTER_S);
        }
        if (kind != Kind.FINAL) {
            fits(quota, usage, bytes);
        }
    }

    /** Makes sure that an upload may grow by that much. */
    void reserveMore(DbTransaction transaction, String owner, long bytes) {
        lock(transaction, owner);
        fits(limits(transaction, owner), usage(transaction, owner), bytes);
    }

    private static void fits(UploadConfig.Quota quota, Usage usage, long bytes) {
        long room = quota.heldBytes() - usage.heldBytes();
        if (bytes > room || room <= 0) {
            throw ProblemException.of(
                    UploadError.QUOTA_BYTES_HELD,
                    "You have room for " + Math.max(0, room) + " of " + quota.heldBytes() + " bytes left.");
        }
        long today = quota.dayBytes() - usage.dayBytes();
        if (bytes > today || today <= 0) {
            throw ProblemException.of(
                            UploadError.QUOTA_BYTES_DAY,
                            "You may upload " + Math.max(0, today) + " of " + quota.dayBytes()
                                    + " bytes more within these 24 hours.")
                    .withHeader("Retry-After", RETRY_AFTER_S);
        }
    }

    /** Makes sure that one more one-time address may wait; the row the caller then inserts is the reservation. */
    void reserveAddress(DbTransaction transaction, String owner) {
        lock(transaction, owner);
        UploadConfig.Quota quota = limits(transaction, owner);
        long waiting = waitingAddresses(transaction, owner);
        if (waiting >= quota.waitingAddresses()) {
            throw ProblemException.of(
                            UploadError.QUOTA_ADDRESSES,
                            "You have " + waiting + " upload addresses waiting, which is the most; cancel one first.")
                    .withHeader("Retry-After", RETRY_AFTER_S);
        }
    }

    private long waitingAddresses(DbExecute execute, String owner) {
        return execute.get(
                        "SELECT count(*) AS waiting FROM direct_uploads WHERE owner = ? AND status = 'waiting' AND timeout_at > ?",
                        owner,
                        Timestamp.from(clock.instant()))
                .orElseThrow()
                .column("waiting")
                .get(Long.class);
    }

    /** How many bytes an upload without a length may still take. */
    long left(DbExecute execute, String owner) {
        UploadConfig.Quota quota = limits(execute, owner);
        Usage usage = usage(execute, owner);
        return Math.max(0, Math.min(quota.heldBytes() - usage.heldBytes(), quota.dayBytes() - usage.dayBytes()));
    }

    Usage usage(DbExecute execute, String owner) {
        Timestamp since = Timestamp.from(clock.instant().minus(DAY));
        DbRow row = execute.get("""
                        SELECT
                            COALESCE(sum(CASE WHEN state = 'ended' OR kind = 'final' AND state = 'assembling' THEN 0
                                ELSE GREATEST(COALESCE(length, 0), offset_bytes) END), 0)::bigint AS held,
                            COALESCE(sum(CASE WHEN created_at <= ? OR kind = 'final' THEN 0
                                WHEN state = 'ended' THEN offset_bytes
                                ELSE GREATEST(COALESCE(length, 0), offset_bytes) END), 0)::bigint AS day,
                            count(*) FILTER (WHERE created_at > ? AND kind <> 'partial') AS uploads,
                            count(*) FILTER (WHERE created_at > ? AND kind = 'partial') AS partials
                        FROM uploads WHERE owner = ? AND (state <> 'ended' OR created_at > ?)
                        """, since, since, since, owner, since).orElseThrow();
        return new Usage(
                row.column("held").get(Long.class),
                row.column("day").get(Long.class),
                row.column("uploads").get(Long.class),
                row.column("partials").get(Long.class));
    }
}
