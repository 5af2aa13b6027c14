package dev.matinee.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.matinee.events.ReportChanged;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says breaks the rules, and what the moderators decided. The decision hides or deletes nothing by itself.
 *
 * @param targetKind {@code video}, {@code album}, {@code comment} or {@code channel}
 * @param note what the moderator tells the reporter
 */
record Report(
        UUID id,
        String reporter,
        String targetKind,
        UUID targetId,
        String targetOwner,
        String reason,
        @Nullable String text,
        State state,
        @Nullable String note,
        Instant createdAt,
        @Nullable Instant decidedAt) {
    static final int MAX_TEXT = 2_000;
    static final int MAX_OPEN = 100;
    static final Set<String> TARGETS = Set.of("video", "album", "comment", "channel");
    static final Set<String> REASONS = Set.of(
            "spam",
            "harassment",
            "hate",
            "violence",
            "sexual",
            "child_safety",
            "self_harm",
            "misinformation",
            "impersonation",
            "copyright",
            "privacy",
            "other");

    enum State {
        OPEN,
        UPHELD,
        DISMISSED;

        @JsonValue
        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<State> find(String name) {
            return Arrays.stream(values())
                    .filter(state -> state.wireName().equals(name))
                    .findFirst();
        }
    }

    /**
     * As it is on the wire.
     *
     * @param reporter only for moderators, as {@code targetOwner}
     */
    record View(
            UUID id,
            String targetKind,
            UUID targetId,
            String reason,
            @Nullable String text,
            State state,
            @Nullable String note,
            Instant createdAt,
            @Nullable Instant decidedAt,
            @Nullable String reporter,
            @Nullable String targetOwner) {}

    View view(boolean moderator) {
        return new View(
                id,
                targetKind,
                targetId,
                reason,
                text,
                state,
                note,
                createdAt,
                decidedAt,
                moderator ? reporter : null,
                moderator ? targetOwner : null);
    }

    Report decided(State outcome, @Nullable String why, Instant now) {
        return new Report(id, reporter, targetKind, targetId, targetOwner, reason, text, outcome, why, createdAt, now);
    }

    ReportChanged event() {
        return new ReportChanged(
                id.toString(),
                reporter,
                targetKind,
                targetId.toString(),
                targetOwner,
                reason,
                state == State.OPEN ? null : state.wireName(),
                note,
                createdAt);
    }
}
