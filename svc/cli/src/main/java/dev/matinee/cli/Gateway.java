package dev.matinee.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;

/** Calls through the gateway as one user, in one trace; a problem becomes one sentence. */
record Gateway(URI base, Login login, Trace trace) {
    HttpRequest.Builder request(URI uri) {
        return trace.on(Http.to(uri)).header("authorization", "Bearer " + login.token());
    }

    /** Outside of the trace: asking again and again how far it is would bury what matters. */
    HttpRequest.Builder poll(URI uri) {
        return Http.to(uri).header("authorization", "Bearer " + login.token());
    }

    URI at(String path) {
        return base.resolve(path);
    }

    Http.Answer send(HttpRequest request) {
        try {
            return Http.send(request);
        } catch (IOException e) {
            throw CliError.unhealthy(
                    "no answer from " + request.uri() + " (" + e.getMessage() + "); ./matinee status tells more");
        }
    }

    static CliError refusal(String what, Http.Answer answer) {
        var said = "status " + answer.status();
        if (answer.body().startsWith("{")) {
            var problem = answer.json();
            said = problem.path("title").asText(said);
            if (problem.hasNonNull("detail")) {
                said += ": " + problem.path("detail").asText();
            }
            for (var error : problem.path("errors")) {
                said += "; " + error.path("pointer").asText() + " "
                        + error.path("detail").asText();
            }
            said += " (" + problem.path("code").asText(Integer.toString(answer.status())) + ")";
        }
        return answer.status() >= 500
                ? CliError.unhealthy(what + " failed: " + said + "; ./matinee status and ./matinee logs tell more")
                : CliError.refused(what + " was refused: " + said);
    }
}
