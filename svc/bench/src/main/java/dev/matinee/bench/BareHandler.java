package dev.matinee.bench;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The peer of a cached read: Helidon and nothing else, which answers every path with the bytes of a file. */
public final class BareHandler {
    private BareHandler() {}

    public static void main(String[] args) throws IOException {
        byte[] body = Files.readAllBytes(Path.of(args[1]));
        Header json = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
        WebServer.builder()
                .featuresDiscoverServices(false)
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .routing(routing -> routing.get(
                        "/*", (request, response) -> response.header(json).send(body)))
                .build()
                .start();
    }
}
