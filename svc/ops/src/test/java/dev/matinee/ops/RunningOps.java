package dev.matinee.ops;

import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The whole service, beside those it asks that a test has; nobody answers at the addresses of the others. */
final class RunningOps implements AutoCloseable {
    static final String SUBJECT = "7f0c1c1e-0000-7000-8000-00000000000a";

    private static final String NOWHERE = "http://127.0.0.1:1";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final ServiceServer server;

    RunningOps(Map<String, String> settings) {
        server = Main.start(OpsConfig.from(with(settings)), Clock.systemUTC());
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(100));
    }

    /** What has to be set, with nobody there. */
    static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.host", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("nomad.url", NOWHERE);
        settings.put("prometheus.urls", NOWHERE);
        settings.put("elasticsearch.urls", NOWHERE);
        settings.put("gate.urls", NOWHERE);
        settings.put("kafka.bootstrap", "127.0.0.1:1");
        settings.put("users.url", NOWHERE + "/auth/admin/realms/matinee");
        settings.put("auth.issuer", TestTokens.ISSUER);
        settings.put("auth.jwks", TestKeys.shared().jwks().toString());
        settings.put("auth.tokens", NOWHERE + "/token");
        settings.put("auth.secret", "own-secret");
        return settings;
    }

    static Settings with(Map<String, String> overrides) {
        Map<String, String> settings = settings();
        settings.putAll(overrides);
        return new Settings(Config.builder()
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .sources(
                        ConfigSources.create(settings).build(),
                        ConfigSources.classpath("application.yaml").build())
                .build());
    }

    Answer get(String path) {
        return send("GET", path, "", "operator");
    }

    Answer send(String method, String path, String body, String... roles) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + "/api/ops/v1" + path))
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (roles.length > 0) {
            request.header(
                    "Authorization",
                    "Bearer " + TestTokens.shared().access(SUBJECT, roles).sign());
        }
        try {
            return new Answer(client.send(request.build(), HttpResponse.BodyHandlers.ofString()));
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
