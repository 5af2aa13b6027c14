package dev.matinee.notify;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.Ports;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The whole service on real servers, two instances over one database and one clock that moves when told; one for the JVM. */
final class RunningNotify {
    // Before the instance, which is made with it.
    static final String KEY =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final RunningNotify SHARED = new RunningNotify();
    static final String API = "/api/notify/v1";

    private final MovingClock clock = new MovingClock(Instant.now());
    private final Stands stands = new Stands();
    private final PostgresServer.Database server = PostgresServer.shared().newDatabase();
    private final int mailPort = Ports.free();
    private final int hookPort = Ports.free();
    private final int otherHookPort = Ports.free();
    private final GreenMail mail = new GreenMail(new ServerSetup(mailPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer());
    private final ServiceServer first;
    private final ServiceServer second;
    private final Database database;

    private RunningNotify() {
        mail.start();
        stands.relation("follow", "follower-of-old", Says.OLD_CHANNEL, "old-owner", "2026-01-01T00:00:00Z");
        stands.relation("follow", "muter-of-old", Says.OLD_CHANNEL, "old-owner", "2026-01-01T00:00:00Z");
        stands.relation("follow", "another-of-old", Says.OLD_CHANNEL, "old-owner", "2026-01-01T00:00:00Z");
        stands.relation("mute", "muter-of-old", Says.OLD_CHANNEL, "old-owner", "2026-01-01T00:00:00Z");
        first = start("notify-1");
        second = start("notify-2");
        database = Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 4));
    }

    static RunningNotify shared() {
        return SHARED;
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50));
    }

    static Map<String, String> settings(PostgresServer.Database database, Stands stands) {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.host", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("db.url", database.url());
        settings.put("db.user", database.user());
        settings.put("db.password", database.password());
        settings.put("kafka.bootstrap", KafkaServer.shared().bootstrap());
        settings.put("auth.issuer", TestTokens.ISSUER);
        settings.put("auth.jwks", TestKeys.shared().jwks().toString());
        settings.put("auth.tokens", stands.uri() + "/token");
        settings.put("auth.secret", "secret");
        settings.put("people.url", stands.uri() + "/realm");
        settings.put("catalog.urls", stands.uri().toString());
        settings.put("notify.key", KEY);
        settings.put("mail.from", "matinee@matinee.test");
        settings.put("work.poll", "PT0.05S");
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

    private ServiceServer start(String id) {
        Map<String, String> settings = settings(server, stands);
        settings.put("service.id", id);
        settings.put("mail.port", String.valueOf(mailPort));
        settings.put("outside.allowed", "127.0.0.1:" + hookPort + ",localhost:" + otherHookPort);
        settings.put("outside.timeout", "PT2S");
        settings.put("streams.heartbeat", "PT1S");
        settings.put("streams.member", "3");
        return Main.start(NotifyConfig.from(with(settings)), clock);
    }

    MovingClock clock() {
        return clock;
    }

    Stands stands() {
        return stands;
    }

    /** Keycloak, as the service asks it. */
    People people() {
        NotifyConfig config = NotifyConfig.from(with(settings(server, stands)));
        return new People(config.people(), new ServiceTokens(config.ownTokens(), Clock.systemUTC()));
    }

    GreenMail mail() {
        return mail;
    }

    int mailPort() {
        return mailPort;
    }

    /** The one private address that may be called. */
    int hookPort() {
        return hookPort;
    }

    Database database() {
        return database;
    }

    URI uri() {
        return first.uri();
    }

    static String token(String subject, String... roles) {
        return TestTokens.shared().access(subject, roles).sign();
    }

    Event say(EventType type, EventData data) {
        Event event = Event.now(type, "test", clock.instant(), data);
        say(event);
        return event;
    }

    /** Says it on Kafka as catalog would, with headers written by hand. */
    void say(Event event) {
        send(event, EventJson.write(event.data()));
    }

    void send(Event event, byte[] data) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                event.type().topic().topicName(), event.data().aggregateId(), data);
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        event.id().toString(),
                        "ce_type",
                        event.type().ceType(),
                        "ce_source",
                        "/test",
                        "ce_time",
                        event.time().toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until all that was said of a thing so far was handled: the same key stays in order. */
    void handled(Event event) {
        eventually()
                .until(() -> database.execute()
                        .get("SELECT event_id FROM inbox WHERE event_id = ?", event.id())
                        .isPresent());
    }

    Answer get(String member, String path) {
        return send(uri(), "GET", member, path, "");
    }

    Answer getSecond(String member, String path) {
        return send(second.uri(), "GET", member, path, "");
    }

    Answer send(String method, String member, String path, String body, String... headers) {
        return send(uri(), method, member, path, body, headers);
    }

    List<JsonNode> inbox(String member) {
        List<JsonNode> all = new ArrayList<>();
        get(member, "/notifications?limit=100").json().path("data").forEach(all::add);
        return all;
    }

    private Answer send(URI to, String method, String member, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to + API + path))
                .timeout(Duration.ofMinutes(1))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!member.isEmpty()) {
            request.header(
                    "Authorization", "Bearer " + token(member, member.startsWith("operator") ? "operator" : "viewer"));
        }
        if (!body.isEmpty() && List.of(headers).stream().noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
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
}
