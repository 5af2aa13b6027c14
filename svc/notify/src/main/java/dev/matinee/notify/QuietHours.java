package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When somebody is not to be disturbed, by the clock on their wall; from 22:00 to 07:00 goes over midnight. An hour that a
 * change to summer time leaves out or repeats is what {@link java.time} makes of it: quiet ends at the first instant whose
 * wall clock is outside.
 *
 * @param from the first quiet minute
 * @param to the first that is not
 */
record QuietHours(
        @JsonFormat(pattern = "HH:mm") LocalTime from,
        @JsonFormat(pattern = "HH:mm") LocalTime to) {
    QuietHours {
        if (from == null || to == null) {
            throw new IllegalArgumentException("both from and to, such as 22:00 and 07:00");
        }
        if (from.equals(to)) {
            throw new IllegalArgumentException("from and to are the same, which would be always or never");
        }
    }

    boolean contain(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    /** The first instant from {@code now} on that is not quiet. */
    Instant after(Instant now, ZoneId zone) {
        ZonedDateTime wall = now.atZone(zone);
        if (!contain(wall.toLocalTime())) {
            return now;
        }
        ZonedDateTime end = wall.toLocalDate().atTime(to).atZone(zone);
        if (!end.toInstant().isAfter(now)) {
            end = wall.toLocalDate().plusDays(1).atTime(to).atZone(zone);
        }
        // Where clocks are put back over the end, it comes twice, and the first time may lie before a second quiet
        // hour.
        while (contain(end.toLocalTime())) {
            end = end.plus(Duration.ofMinutes(1));
        }
        return end.toInstant();
    }
}
