package dev.matinee.analytics;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import io.helidon.webserver.http.ServerRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The days that a question is about, by {@code ?from=&to=} or, for the last seven, {@code ?timeframe=7d}; the last 28 unless told.
 *
 * @param first day, UTC
 * @param last day, not before the first
 */
record Days(LocalDate first, LocalDate last) {
    static final int MOST = 366;
    private static final int USUAL = 28;
    private static final Pattern TIMEFRAME = Pattern.compile("([1-9][0-9]{0,2})d");

    /** @throws ProblemException 400 when they are none, or too many */
    static Days of(ServerRequest request, Clock clock) {
        Optional<String> timeframe = request.query().first("timeframe").asOptional();
        if (timeframe.isPresent()) {
            return lately(timeframe.get(), request, clock);
        }
        LocalDate last = day(request, "to").orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        LocalDate first = day(request, "from").orElseGet(() -> last.minusDays(USUAL - 1));
        if (first.isAfter(last) || ChronoUnit.DAYS.between(first, last) >= MOST) {
            throw invalid("from", "a day not after to, with at most " + MOST + " days in all");
        }
        return new Days(first, last);
    }

    private static Days lately(String timeframe, ServerRequest request, Clock clock) {
        if (request.query().contains("from") || request.query().contains("to")) {
            throw invalid("timeframe", "either this or from and to");
        }
        Matcher matcher = TIMEFRAME.matcher(timeframe);
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) > MOST) {
            throw invalid("timeframe", "a number of days that end today, from 1d to " + MOST + "d");
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new Days(today.minusDays(Integer.parseInt(matcher.group(1)) - 1L), today);
    }

    static ProblemException invalid(String parameter, String rule) {
        return ProblemException.of(StandardError.INVALID_PARAMETER, List.of(new FieldError("?" + parameter, rule)));
    }

    private static Optional<LocalDate> day(ServerRequest request, String name) {
        return request.query().first(name).asOptional().map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw invalid(name, "a day such as 2026-05-01");
            }
        });
    }
}
