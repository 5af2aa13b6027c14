package dev.matinee.upload;

import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The quotas that operators gave single users. */
final class OwnQuotaStore {
    private final Clock clock;

    OwnQuotaStore(Clock clock) {
        this.clock = clock;
    }

    /** Of that user; nothing of their own for almost everybody. */
    OwnQuota get(DbExecute execute, String owner) {
        // DbClient 4.1.7 cannot read a null, so no column gives one.
        return execute.get("""
                        SELECT coalesce(held_bytes, -1) AS held, coalesce(day_bytes, -1) AS day,
                               coalesce(day_uploads, -1) AS uploads, coalesce(day_partials, -1) AS partials,
                               coalesce(waiting_addresses, -1) AS addresses
                        FROM own_quotas WHERE owner = ?
                        """, owner)
                .map(row -> new OwnQuota(
                        bytes(row, "held"),
                        bytes(row, "day"),
                        number(row, "uploads"),
                        number(row, "partials"),
                        number(row, "addresses")))
                .orElse(OwnQuota.NONE);
    }

    /** @param by the {@code sub} of the operator */
    void put(DbTransaction transaction, String owner, OwnQuota quota, String by) {
        if (quota.equals(OwnQuota.NONE)) {
            transaction.delete("DELETE FROM own_quotas WHERE owner = ?", owner);
            return;
        }
        transaction
                .createInsert("""
                        INSERT INTO own_quotas (owner, held_bytes, day_bytes, day_uploads, day_partials, waiting_addresses,
                                                changed_by, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (owner) DO UPDATE
                        SET held_bytes = EXCLUDED.held_bytes, day_bytes = EXCLUDED.day_bytes,
                            day_uploads = EXCLUDED.day_uploads, day_partials = EXCLUDED.day_partials,
                            waiting_addresses = EXCLUDED.waiting_addresses, changed_by = EXCLUDED.changed_by,
                            changed_at = EXCLUDED.changed_at
                        """)
                .params(Arrays.<@Nullable Object>asList(
                        owner,
                        quota.heldBytes(),
                        quota.dayBytes(),
                        quota.dayUploads(),
                        quota.dayPartials(),
                        quota.waitingAddresses(),
                        by,
                        Timestamp.from(clock.instant())))
                .execute();
    }

    private static @Nullable Long bytes(DbRow row, String column) {
        long value = row.column(column).get(Long.class);
        return value < 0 ? null : value;
    }

    private static @Nullable Integer number(DbRow row, String column) {
        int value = row.column(column).get(Integer.class);
        return value < 0 ? null : value;
    }
}
