package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path temporary;

    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final HttpServer catalog;

    PublisherTest() throws IOException {
        catalog = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        // Whatever it made, nobody hears of it.
        catalog.createContext("/api/catalog/v1/videos", exchange -> {
            try (exchange) {
                keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            }
        });
        catalog.start();
    }

    @AfterEach
    void stop() {
        catalog.stop(0);
    }

    @Test
    void publish_answerToTheVideoLost_asksForItAgainWithItsKey() throws IOException {
        publish("A film");
        publish("A film");
        assertThat(keys).hasSizeGreaterThanOrEqualTo(2).doesNotContainNull().containsOnly(keys.getFirst());
    }

    @Test
    void publish_anotherTitleAfterTheCut_asksForAnotherVideo() throws IOException {
        publish("A film");
        var first = keys.getLast();
        publish("Another title");
        assertThat(keys.getLast()).isNotEqualTo(first);
    }

    private void publish(String title) throws IOException {
        var film = Files.writeString(temporary.resolve("film.mp4"), "film");
        var base = URI.create("http://localhost:" + catalog.getAddress().getPort());
        var publisher = new Publisher(temporary.resolve("memory.json"), film, base, Login.fixed("token"));
        assertThatExceptionOfType(CliError.class)
                .isThrownBy(() -> publisher.publish(Json.object().put("title", title)));
    }
}
