package dev.matinee.analytics;

import dev.matinee.kit.http.Page;
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

    /**
     * How many rows an answer has at most: as a file all there are, up to a bound, and else a page of them.
     *
     * @throws dev.matinee.kit.http.ProblemException 400 for a page of a file
     */
    int limit(ServerRequest request) {
        if (this == JSON) {
            return Page.limit(request);
        }
        if (request.query().contains("limit")) {
            throw Days.invalid("limit", "only with json: a file has all rows, at most " + Export.MOST_ROWS);
        }
        return Export.MOST_ROWS;
    }

    /** The name of a file to be kept, for what it says of which days. */
    String disposition(String name, Days days) {
        return "attachment; filename=\"" + name + "-" + days.first() + "-" + days.last() + "."
                + name().toLowerCase(Locale.ROOT) + "\"";
    }
}
