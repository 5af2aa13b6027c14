package dev.matinee.ops;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What went wrong of late: numbers by code from Prometheus, and single lines out of the logs in Elasticsearch. */
final class Failures {
    private static final String BY_CODE = "sum by (job, code) (increase(http_problems_total[1h])) > 0.5";
    private static final String LINES = "/logs-*/_search?ignore_unavailable=true&allow_no_indices=true";
    private static final int MESSAGE_CHARS = 1_000;
    /** As {@code nomad-jobs/collector} writes it, which makes one word of many. */
    private static final String BAD = "SEVERE";

    private final Prometheus prometheus;
    private final JsonSource elasticsearch;

    Failures(Prometheus prometheus, JsonSource elasticsearch) {
        this.prometheus = prometheus;
        this.elasticsearch = elasticsearch;
    }

    /** How often a service answered with a problem within the last hour. */
    record Problem(String service, String code, long lastHour) {}

    /**
     * A line of the logs.
     *
     * @param cause the first line of its stack trace; null where it has none
     * @param requestId what the client was told; null where none was asked
     */
    record Line(
            Instant at,
            String service,
            @Nullable String instance,
            String level,
            String message,
            @Nullable String cause,
            @Nullable String traceId,
            @Nullable String requestId) {}

    private record Found(@Nullable Hits hits) {}

    private record Hits(@Nullable List<Hit> hits) {}

    private record Hit(@JsonProperty("_source") @Nullable Logged source) {}

    private record Logged(
            @JsonProperty("@timestamp") @Nullable String at,
            @Nullable String service,
            @Nullable String instance,
            @Nullable String level,
            @Nullable String message,
            @Nullable String error,
            @Nullable String traceId,
            @Nullable String requestId) {}

    /** The most frequent first. */
    Told<Problem> problems() {
        return Told.by(
                Source.PROMETHEUS,
                () -> prometheus.ask(BY_CODE).stream()
                        .map(point -> new Problem(point.label("job"), point.label("code"), Math.round(point.value())))
                        .sorted(Comparator.comparingLong(Problem::lastHour)
                                .reversed()
                                .thenComparing(Problem::service)
                                .thenComparing(Problem::code))
                        .toList());
    }

    /** The newest first. */
    Told<Line> lines(int limit) {
        return Told.by(Source.ELASTICSEARCH, () -> {
            Map<String, Object> question = Map.of(
                    "size",
                    limit,
                    "sort",
                    List.of(Map.of("@timestamp", Map.of("order", "desc", "unmapped_type", "date"))),
                    "query",
                    Map.of("term", Map.of("level", BAD)));
            Hits hits = Objects.requireNonNullElse(
                    elasticsearch.post(LINES, question, Found.class).hits(), new Hits(null));
            return Objects.requireNonNullElse(hits.hits(), List.<Hit>of()).stream()
                    .map(Hit::source)
                    .filter(Objects::nonNull)
                    .map(Failures::line)
                    .toList();
        });
    }

    private static Line line(Logged logged) {
        return new Line(
                at(text(logged.at())),
                text(logged.service()),
                logged.instance(),
                text(logged.level()),
                cut(text(logged.message())),
                logged.error() == null
                        ? null
                        : cut(logged.error().lines().findFirst().orElse("")),
                logged.traceId(),
                logged.requestId());
    }

    private static String cut(String text) {
        return text.length() <= MESSAGE_CHARS ? text : text.substring(0, MESSAGE_CHARS) + "…";
    }

    private static Instant at(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
