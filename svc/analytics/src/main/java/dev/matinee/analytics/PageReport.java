package dev.matinee.analytics;

import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.PageReported;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** As {@link PageReported}, which says what the fields mean. */
record PageReport(
        String type,
        String id,
        Instant time,
        String kind,
        String page,
        @Nullable String content,
        @Nullable String place,
        @Nullable Integer rank,
        @Nullable String term,
        @Nullable Integer results,
        @Nullable String notification)
        implements Report {
    static final Set<String> KINDS = Set.of("viewed", "shown", "clicked", "searched", "opened");
    private static final int TERM = 100;

    PageReport {
        Check.uuid("id", id);
        Check.holds(time != null, "time is missing");
        Check.oneOf("kind", kind, KINDS);
        Check.holds(page != null, "page is missing");
        Check.wordIfAny("page", page);
        Check.uuidIfAny("content", content);
        Check.wordIfAny("place", place);
        Check.withinIfAny("rank", rank, 1, 10_000);
        Check.holds(
                term == null || (!term.isBlank() && term.length() <= TERM),
                "term is to have at most " + TERM + " characters");
        Check.withinIfAny("results", results, 0, Integer.MAX_VALUE);
        Check.uuidIfAny("notification", notification);
        term = term == null ? null : term.strip().toLowerCase(Locale.ROOT);
    }

    @Override
    public EventType eventType() {
        return EventType.PAGE_REPORTED;
    }

    @Override
    public EventData data(Sender sender, Instant receivedAt) {
        return new PageReported(
                sender.viewer(),
                kind,
                receivedAt,
                page,
                content,
                place,
                rank,
                term,
                results,
                notification,
                sender.client());
    }
}
