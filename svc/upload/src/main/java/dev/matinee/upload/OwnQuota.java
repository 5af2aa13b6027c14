package dev.matinee.upload;

import org.jspecify.annotations.Nullable;

/** What one user has instead of the configured quota; null is the configured one, zero is nothing at all. */
record OwnQuota(
        @Nullable Long heldBytes,
        @Nullable Long dayBytes,
        @Nullable Integer dayUploads,
        @Nullable Integer dayPartials,
        @Nullable Integer waitingAddresses) {
    static final OwnQuota NONE = new OwnQuota(null, null, null, null, null);

    private static final long MOST_BYTES = 1L << 50;
    private static final int MOST = 1_000_000;

    OwnQuota {
        check("held_bytes", heldBytes, MOST_BYTES);
        check("day_bytes", dayBytes, MOST_BYTES);
        check("day_uploads", dayUploads, MOST);
        check("day_partials", dayPartials, MOST);
        check("waiting_addresses", waitingAddresses, MOST);
    }

    private static void check(String name, @Nullable Number value, long most) {
        if (value != null && (value.longValue() < 0 || value.longValue() > most)) {
            throw new IllegalArgumentException(name + " is from 0 to " + most + ", or null for the default");
        }
    }

    /** What holds for the user. */
    UploadConfig.Quota over(UploadConfig.Quota configured) {
        return new UploadConfig.Quota(
                heldBytes == null ? configured.heldBytes() : heldBytes,
                dayBytes == null ? configured.dayBytes() : dayBytes,
                dayUploads == null ? configured.dayUploads() : dayUploads,
                dayPartials == null ? configured.dayPartials() : dayPartials,
                waitingAddresses == null ? configured.waitingAddresses() : waitingAddresses);
    }
}
