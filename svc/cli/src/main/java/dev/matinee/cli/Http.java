package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** One client for everything, with a limit on connecting and on each answer. */
final class Http {
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** An answer with its body as text; reading it as JSON is up to whoever expects JSON. */
    record Answer(int status, String body, HttpHeaders headers) {
        boolean ok() {
            return status / 100 == 2;
        }

        JsonNode json() {
            return Json.parse(body);
        }
    }

    private Http() {}

    static HttpRequest.Builder to(URI uri) {
        return HttpRequest.newBuilder(uri).timeout(PATIENCE);
    }

    static Answer send(HttpRequest request) throws IOException {
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Each line as it comes, until the other end or this thread's interrupt ends it. */
    static void lines(HttpRequest request, Consumer<String> taker) {
        try {
            var response = CLIENT.send(request, HttpResponse.BodyHandlers.ofLines());
            response.body().forEach(taker);
        } catch (IOException | UncheckedIOException e) {
            taker.accept("the stream broke: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Answer get(URI uri) throws IOException {
        return send(to(uri).GET().build());
    }
}
