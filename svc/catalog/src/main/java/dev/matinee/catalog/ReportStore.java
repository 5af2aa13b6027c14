package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The reports; one open one for each reporter and target. */
final class ReportStore {
    private final Database database;
    private final Outbox outbox;
    private final Clock clock;

    ReportStore(Database database, Outbox outbox, Clock clock) {
        this.database = database;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Opens a report, or gives the one that this reporter has open on that. */
    Report open(
            String reporter,
            String targetKind,
            UUID targetId,
            String targetOwner,
            String reason,
            @Nullable String text) {
        return database.transaction(transaction -> {
            Members.lock(transaction, reporter);
            Optional<Report> known = transaction
                    .get(
                            "SELECT * FROM report WHERE reporter = ? AND target_kind = ? AND target_id = ? AND state = 'open'",
                            reporter,
                            targetKind,
                            targetId)
                    .map(ReportStore::report);
            if (known.isPresent()) {
                return known.get();
            }
            if (Counts.of(
                            transaction,
                            "SELECT count(*) AS rows FROM report WHERE reporter = ? AND state = 'open'",
                            reporter)
                    >= Report.MAX_OPEN) {
                throw ProblemException.of(CatalogError.TOO_MANY_REPORTS);
            }
            Instant now = now();
            Report report = new Report(
                    Uuid7.at(now),
                    reporter,
                    targetKind,
                    targetId,
                    targetOwner,
                    reason,
                    text,
                    Report.State.OPEN,
                    null,
                    now,
                    null);
            transaction
                    .createInsert("""
                            INSERT INTO report (id, reporter, target_kind, target_id, target_owner, reason, text, state,
                                created_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, 'open', ?)
                            """)
                    .params(Arrays.asList(
                            report.id(),
                            reporter,
                            targetKind,
                            targetId,
                            targetOwner,
                            reason,
                            text,
                            Columns.parameter(now)))
                    .execute();
            outbox.add(transaction, EventType.REPORT_OPENED, report.event());
            return report;
        });
    }

    /** Decides an open report; the same decision again changes nothing, another is refused. */
    Report decide(UUID id, String moderator, Report.State outcome, @Nullable String note) {
        return database.transaction(transaction -> {
            Report before = transaction
                    .get("SELECT * FROM report WHERE id = ? FOR UPDATE", id)
                    .map(ReportStore::report)
                    .orElseThrow(() -> ProblemException.of(CatalogError.REPORT_NOT_FOUND));
            if (before.state() == outcome) {
                return before;
            }
            if (before.state() != Report.State.OPEN) {
                throw ProblemException.of(CatalogError.REPORT_DECIDED);
            }
            Report after = before.decided(outcome, note, now());
            transaction
                    .createUpdate("UPDATE report SET state = ?, note = ?, decided_by = ?, decided_at = ? WHERE id = ?")
                    .params(Arrays.asList(
                            outcome.wireName(), note, moderator, Columns.parameter(after.decidedAt()), id))
                    .execute();
            outbox.add(transaction, EventType.REPORT_RESOLVED, after.event());
            return after;
        });
    }

    Optional<Report> find(UUID id) {
        return database.execute().get("SELECT * FROM report WHERE id = ?", id).map(ReportStore::report);
    }

    /** Those in a state, the longest waiting first. */
    List<Report> list(Report.State state, @Nullable UUID after, int limit) {
        try (Stream<DbRow> rows = database.execute()
                .query(
                        "SELECT * FROM report WHERE state = ? AND id > ? ORDER BY id LIMIT ?",
                        state.wireName(),
                        after == null ? new UUID(0, 0) : after,
                        limit)) {
            return rows.map(ReportStore::report).toList();
        }
    }

    private static Report report(DbRow dbRow) {
        Columns row = new Columns(dbRow);
        return new Report(
                row.id("id"),
                row.text("reporter"),
                row.text("target_kind"),
                row.id("target_id"),
                row.text("target_owner"),
                row.text("reason"),
                row.textOrNull("text"),
                Report.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                row.textOrNull("note"),
                row.time("created_at"),
                row.timeOrNull("decided_at"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
