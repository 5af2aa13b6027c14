package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** A line of a service's log as a person reads it: they are written as JSON, for the collector. */
final class LogLine {
    private LogLine() {}

    /** Anything else than a record of ours, or one that was cut where a log was rotated, is returned as it is. */
    static String text(String line) {
        return line.startsWith("{\"time\":")
                ? Json.tryParse(line).map(LogLine::text).orElse(line)
                : line;
    }

    /** A line that was searched for: whose it is comes first. */
    static String found(JsonNode line) {
        var service = line.path("service").asText();
        return line.has("logger")
                ? service + " " + text(line)
                : service + " " + line.path("@timestamp").asText() + " "
                        + line.path("message").asText();
    }

    private static String text(JsonNode record) {
        var text = new StringBuilder()
                .append(record.path(record.has("time") ? "time" : "@timestamp").asText())
                .append(' ')
                .append(record.path("level").asText())
                .append(' ')
                .append(record.path("logger").asText().replaceAll(".*\\.", ""))
                .append(": ")
                .append(record.path("message").asText());
        if (record.has("trace_id")) {
            text.append(" [trace ").append(record.path("trace_id").asText()).append(']');
        }
        if (record.has("error")) {
            text.append('\n').append(record.path("error").asText().strip());
        }
        return text.toString();
    }
}
