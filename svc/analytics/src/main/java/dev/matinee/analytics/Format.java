package dev.matinee.analytics;

import io.helidon.webserver.http.ServerRequest;
import java.util.Locale;

/** What an answer comes as, by {@code ?format=}; JSON unless told. */
enum Format {
    JSON,
    CSV,
    PARQUET;

    /** @throws dev.matinee.kit.http.ProblemException 400 for another */
    static Format of(ServerRequest request) {
        String asked = request.query().first("format").orElse("json");
        for (Format format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(asked)) {
                return format;
            }
        }
        throw Days.invalid("format", "json, csv or parquet");
    }

    /** The name of a file to be kept, for what it says of which days. */
    String disposition(String name, Days days) {
        return "attachment; filename=\"" + name + "-" + days.first() + "-" + days.last() + "."
                + name().toLowerCase(Locale.ROOT) + "\"";
    }
}
