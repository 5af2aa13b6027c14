package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks every question of every dashboard, as Grafana would, of the servers of the running stack. A question to Prometheus must have
 * a number for an answer; one to Elasticsearch must be understood, since a stack without warnings is none the worse.
 */
record Dashboards(Path folder, URI prometheus, URI elasticsearch, Path log) {
    /** A series is there when it was scraped, and has a rate when it was scraped twice. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    // All that the suites before this one did.
    private static final String INTERVAL = "30m";

    /** One question: whose it is and what is asked of whom. */
    record Question(String panel, String source, String text) {}

    static Dashboards ofTheStack(Checkout checkout, Path log) {
        return new Dashboards(
                checkout.root().resolve("grafana/provisioning/dashboards"),
                server("prometheus"),
                server("elasticsearch"),
                log);
    }

    private static URI server(String name) {
        return URI.create("http://"
                + Health.of(name)
                        .passing()
                        .orElseThrow(() -> CliError.unhealthy(name + " is not there to be asked what dashboards ask")));
    }

    /** How many questions were answered; the log names the others. */
    Counts run() {
        var asked = questions();
        var left = new ArrayList<>(asked);
        Wait.until(PATIENCE, Duration.ofSeconds(5), () -> {
            left.removeIf(this::answered);
            return left.isEmpty();
        });
        try {
            Files.write(
                    log,
                    left.stream()
                            .map(it -> "no answer for " + it.panel() + ": " + it.text())
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Counts(asked.size() - left.size(), left.size(), 0);
    }

    List<Question> questions() {
        var all = new ArrayList<Question>();
        // A Prometheus that was built wrongly reads one page's text as another's names.
        all.add(new Question(
                "Prometheus, names",
                "prometheus",
                "absent({__name__=~\".+\",__name__!~\"[a-zA-Z_:][a-zA-Z0-9_:]*\"})"));
        for (var file : Checkout.list(folder)) {
            if (file.toString().endsWith(".json")) {
                var board = Json.read(file);
                for (var panel : board.path("panels")) {
                    var name = board.path("title").asText() + ", "
                            + panel.path("title").asText();
                    var source = panel.path("datasource").path("uid").asText();
                    for (var target : panel.path("targets")) {
                        var text = target.path(source.equals("logs") ? "query" : "expr")
                                .asText();
                        all.add(new Question(name, source, text.replace("$__rate_interval", INTERVAL)));
                    }
                }
            }
        }
        return all;
    }

    private boolean answered(Question question) {
        return question.source().equals("logs") ? understood(question.text()) : hasNumbers(question.text());
    }

    private boolean hasNumbers(String expression) {
        var path = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        return ask(Http.to(prometheus.resolve(path)).GET().build())
                .path("data")
                .path("result")
                .valueStream()
                .anyMatch(it -> !it.path("value").path(1).asText("NaN").equals("NaN"));
    }

    private boolean understood(String query) {
        var text = Json.object();
        text.putObject("query").putObject("query_string").put("query", query);
        return ask(Http.to(elasticsearch.resolve("/logs-*/_validate/query"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(text)))
                        .build())
                .path("valid")
                .asBoolean();
    }

    private static JsonNode ask(HttpRequest request) {
        try {
            var answer = Http.send(request);
            return answer.ok() ? answer.json() : Json.object();
        } catch (IOException e) {
            return Json.object();
        }
    }
}
