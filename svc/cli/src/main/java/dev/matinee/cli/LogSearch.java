package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;

/** What the collector of every machine brought to Elasticsearch: {@code nomad-jobs/collector/README.md} names its fields. */
record LogSearch(URI elasticsearch) {
    private static final int LINES = 1_000;
    private static final String TRACE = "[0-9a-fA-F]{16,32}";

    static LogSearch ofTheStack() {
        if (!Agent.CONSUL.ready()) {
            throw CliError.unhealthy("Consul does not answer, so I do not know where Elasticsearch is; ./matinee up");
        }
        return new LogSearch(
                URI.create(
                        "http://"
                                + Health.of("elasticsearch")
                                        .passing()
                                        .orElseThrow(
                                                () -> CliError.unhealthy(
                                                        "Elasticsearch is not there to be asked; ./matinee logs PART reads a part's own files"))));
    }

    /** Every line of one trace, the oldest first; a thousand at most. */
    List<JsonNode> ofTrace(String trace) {
        if (!trace.matches(TRACE)) {
            throw CliError.failed("a trace is 16 to 32 hexadecimal digits, and not " + trace);
        }
        var question = Json.object().put("size", LINES);
        question.putArray("sort").addObject().put("@timestamp", "asc");
        question.putObject("query").putObject("term").put("trace_id", trace.toLowerCase(Locale.ROOT));
        try {
            var answer = Http.send(Http.to(elasticsearch.resolve("/logs-*/_search?ignore_unavailable=true"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.write(question)))
                    .build());
            if (!answer.ok()) {
                throw CliError.failed("Elasticsearch refused the question (" + answer.status() + "): "
                        + LogTail.of(answer.body(), 3));
            }
            return answer.json()
                    .path("hits")
                    .path("hits")
                    .valueStream()
                    .map(hit -> hit.path("_source"))
                    .toList();
        } catch (IOException e) {
            throw CliError.unhealthy("Elasticsearch does not answer at " + elasticsearch + " (" + e.getMessage() + ")");
        }
    }
}
