package dev.matinee.gate;

import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.test.RedisServer;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A whole gate on a free port, with real Redis. */
final class GateFixture implements AutoCloseable {
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final ServiceServer gate;

    GateFixture(Map<String, String> settings) {
        RedisServer redis = RedisServer.shared();
        Map<String, String> all = new HashMap<>(Map.of(
                "server.host",
                "127.0.0.1",
                "service.drain",
                "PT0S",
                "redis.url",
                redis.url().toString(),
                "redis.password",
                redis.password(),
                "state.url",
                redis.url().toString(),
                "state.password",
                redis.password(),
                "oidc.secret",
                "unused",
                "revocation.cache",
                "PT0.1S"));
        all.putAll(settings);
        Config config = Config.just(ConfigSources.create(all), ConfigSources.classpath("application.yaml"));
        gate = Main.start(GateConfig.from(new Settings(config)), Clock.systemUTC());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate.port() + path))
                .timeout(Duration.ofSeconds(20));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> verify(String token) {
        return send(request("/api/gate/v1/verify").header("Authorization", "Bearer " + token));
    }

    HttpResponse<String> revoke(String token, String body) {
        return send(request("/api/gate/v1/revocations")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Override
    public void close() {
        gate.stop();
        client.close();
    }
}
