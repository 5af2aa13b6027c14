package dev.matinee.analytics;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comma-separated values as RFC 4180 has them. */
final class Csv {
    private Csv() {}

    /** Answers with a file to be kept. */
    static void send(
            ServerResponse response,
            String name,
            Days days,
            List<String> header,
            List<? extends List<? extends @Nullable Object>> rows) {
        response.header(HeaderNames.CONTENT_TYPE, "text/csv; charset=utf-8");
        response.header(HeaderNames.CONTENT_DISPOSITION, Format.CSV.disposition(name, days));
        response.send(of(header, rows));
    }

    static String of(List<String> header, List<? extends List<? extends @Nullable Object>> rows) {
        StringBuilder all = new StringBuilder(line(header));
        rows.forEach(row -> all.append(line(row)));
        return all.toString();
    }

    private static String line(List<? extends @Nullable Object> values) {
        return values.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** Text that a spreadsheet would take for a formula is led by an apostrophe: viewers choose some of these words. */
    private static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        String text = value.toString();
        if (value instanceof String && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
