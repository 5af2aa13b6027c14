package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody reported something to the moderators, or the moderators decided on it.
 *
 * @param reportId the report
 * @param reporter the {@code sub} of who reported
 * @param targetKind {@code video | album | comment | channel}
 * @param targetId what is reported
 * @param targetOwner the {@code sub} of who owns that
 * @param reason one of catalog's reasons
 * @param outcome {@code upheld | dismissed}; null while open
 * @param note what the moderator tells the reporter
 * @param createdAt when it was reported
 */
public record ReportChanged(
        String reportId,
        String reporter,
        String targetKind,
        String targetId,
        String targetOwner,
        String reason,
        @Nullable String outcome,
        @Nullable String note,
        Instant createdAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return reportId;
    }
}
