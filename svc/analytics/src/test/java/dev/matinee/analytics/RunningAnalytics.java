package dev.matinee.analytics;

import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The whole service on a real Kafka, with a warehouse of its own; whoever starts it closes it. */
final class RunningAnalytics implements AutoCloseable {
    static final String API = "/api/analytics/v1";
    static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ServiceServer server;

    RunningAnalytics(Path directory) {
        this(settings(directory));
    }

    RunningAnalytics(Map<String, String> settings) {
        server = Main.start(AnalyticsConfig.from(with(settings)), Clock.systemUTC());
    }

    static Map<String, String> settings(Path directory) {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.host", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("kafka.bootstrap", KafkaServer.shared().bootstrap());
        settings.put("auth.issuer", TestTokens.ISSUER);
        settings.put("auth.jwks", TestKeys.shared().jwks().toString());
        settings.put("analytics.key", KEY);
        settings.put("warehouse.dir", directory.toString());
        // What tests tell of is of fixed days.
        settings.put("warehouse.days", "36500");
        return settings;
    }

    static Settings with(Map<String, String> overrides) {
        return new Settings(Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .sources(
                        ConfigSources.create(overrides).build(),
                        ConfigSources.classpath("application.yaml").build())
                .build());
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
    }

    static String token(String user, String... roles) {
        return TestTokens.shared().access(user, roles).sign();
    }

    /** Sends what nobody in particular says, with a browser's name. */
    Answer say(String body) {
        return send("POST", "/events", body, "Content-Type", "text/plain;charset=UTF-8", "User-Agent", FIREFOX);
    }

    Answer sayAs(String user, String body) {
        return send(
                "POST",
                "/events",
                body,
                "Content-Type",
                "application/json",
                "User-Agent",
                FIREFOX,
                "Authorization",
                "Bearer " + token(user, "viewer"));
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** An answer that goes on; whoever asks closes its lines. */
    HttpResponse<Stream<String>> stream(String path, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.uri() + API + path))
                .headers(headers)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + API + path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(answer(request, HttpResponse.BodyHandlers.ofString()));
    }

    /** Puts what is answered into a file. */
    HttpResponse<Path> download(String path, Path file, String... headers) {
        return answer(
                HttpRequest.newBuilder(URI.create(server.uri() + API + path))
                        .timeout(Duration.ofSeconds(60))
                        .headers(headers),
                HttpResponse.BodyHandlers.ofFile(file));
    }

    private <T> HttpResponse<T> answer(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request.build(), body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
