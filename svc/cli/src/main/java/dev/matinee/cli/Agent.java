package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;

/** The HTTP API of one of the two agents; a refusal becomes one sentence with the agent's own words. */
record Agent(String name, URI base) {
    static final Agent CONSUL = new Agent("Consul", URI.create("http://127.0.0.1:8500"));
    static final Agent NOMAD = new Agent("Nomad", URI.create("http://127.0.0.1:4646"));

    JsonNode get(String path) {
        return ask("GET", path, "");
    }

    JsonNode ask(String method, String path, String body) {
        var answer = send(method, path, body);
        if (!answer.ok()) {
            throw CliError.failed(name + " refused " + method + " " + path + " (" + answer.status() + "): "
                    + LogTail.of(answer.body(), 3));
        }
        return Json.parse(answer.body().isEmpty() ? "null" : answer.body());
    }

    Http.Answer send(String method, String path, String body) {
        try {
            return Http.send(Http.to(base.resolve(path))
                    .method(
                            method,
                            body.isEmpty()
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofString(body))
                    .build());
        } catch (IOException e) {
            throw CliError.unhealthy(name + " does not answer at " + base + " (" + e.getMessage()
                    + "); is the stack up? ./matinee up starts it");
        }
    }

    /** Whether it answers and has a leader, which is when it can be asked to do something. */
    boolean ready() {
        try {
            var answer = Http.get(base.resolve("/v1/status/leader"));
            return answer.ok() && answer.body().contains(":");
        } catch (IOException e) {
            return false;
        }
    }
}
