package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Mails put together: at eight in the morning by the member's clock, each day or on Mondays. */
enum Digest {
    OFF,
    DAILY,
    WEEKLY;

    private static final LocalTime HOUR = LocalTime.of(8, 0);

    /** The first time after {@code now}; empty for {@link #OFF}. */
    Optional<Instant> next(Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return switch (this) {
            case OFF -> Optional.empty();
            case DAILY ->
                Optional.of(at(today, zone)).filter(now::isBefore).or(() -> Optional.of(at(today.plusDays(1), zone)));
            case WEEKLY ->
                Optional.of(at(today.with(TemporalAdjusters.nextOrSame(DayOfWeek.MONDAY)), zone))
                        .filter(now::isBefore)
                        .or(() -> Optional.of(at(today.with(TemporalAdjusters.next(DayOfWeek.MONDAY)), zone)));
        };
    }

    private static Instant at(LocalDate day, ZoneId zone) {
        return day.atTime(HOUR).atZone(zone).toInstant();
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static Digest ofWireName(String name) {
        return Arrays.stream(values())
                .filter(digest -> digest.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("off, daily or weekly"));
    }
}
