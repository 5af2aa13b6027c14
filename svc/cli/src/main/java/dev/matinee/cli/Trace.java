package dev.matinee.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/**
 * One trace for everything one publish causes. Every request that moves it on carries it as W3C {@code traceparent} and as single-header
 * B3, below one root span that is sent to Zipkin at the end.
 */
record Trace(String id, String rootSpan, long startedMicros) {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Trace begin() {
        return new Trace(hex(16), hex(8), System.currentTimeMillis() * 1000);
    }

    HttpRequest.Builder on(HttpRequest.Builder request) {
        return request.header("traceparent", "00-" + id + "-" + rootSpan + "-01")
                .header("b3", id + "-" + rootSpan + "-1");
    }

    /** Best effort: the trace is whole without its root, only less pretty. */
    void report(String name, URI zipkin) {
        var span = Json.object()
                .put("traceId", id)
                .put("id", rootSpan)
                .put("name", name)
                .put("kind", "CLIENT")
                .put("timestamp", startedMicros)
                .put("duration", Math.max(1, System.currentTimeMillis() * 1000 - startedMicros));
        span.putObject("localEndpoint").put("serviceName", "matinee");
        try {
            Http.send(Http.to(zipkin.resolve("/api/v2/spans"))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Json.write(List.of(span))))
                    .build());
        } catch (IOException e) {
            // Nobody publishes a film for the sake of its trace.
        }
    }

    private static String hex(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
