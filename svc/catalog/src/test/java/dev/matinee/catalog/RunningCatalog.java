package dev.matinee.catalog;

import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The whole service on real servers, two instances of it over one database; one for all test classes of the JVM. */
final class RunningCatalog {
    static final byte[] CDN_SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final RunningCatalog SHARED = new RunningCatalog();

    private final PostgresServer.Database database = PostgresServer.shared().newDatabase();
    private final KafkaSettings kafka = new KafkaSettings(KafkaServer.shared().bootstrap(), "test");
    private final TestTokens tokens = TestTokens.shared();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final List<Event> heard = new CopyOnWriteArrayList<>();
    private final KafkaProducer<String, byte[]> producer;
    private final ServiceServer first;
    private final ServiceServer second;

    private RunningCatalog() {
        first = start("catalog-1");
        second = start("catalog-2");
        producer = new KafkaProducer<>(kafka.producer());
        Thread.ofPlatform().daemon().name("listener").start(this::listen);
    }

    static RunningCatalog shared() {
        return SHARED;
    }

    static Map<String, String> settings(PostgresServer.Database database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.host", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("db.url", database.url());
        settings.put("db.user", database.user());
        settings.put("db.password", database.password());
        settings.put("redis.url", RedisServer.shared().url().toString());
        settings.put("redis.password", RedisServer.shared().password());
        settings.put("kafka.bootstrap", KafkaServer.shared().bootstrap());
        settings.put("auth.issuer", TestTokens.ISSUER);
        settings.put("auth.jwks", TestKeys.shared().jwks().toString());
        settings.put("cdn.keys", "k1:" + Base64.getEncoder().encodeToString(CDN_SECRET));
        settings.put("public.url", "http://films.test");
        settings.put("sweep.every", "PT0.2S");
        // Longer than any test: what changes is to be seen because it was said, not because a copy became old.
        settings.put("cache.near.life", "PT1H");
        settings.put("cache.redis.life", "PT1H");
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
        Map<String, String> settings = settings(database);
        settings.put("service.id", id);
        return Main.start(CatalogConfig.from(with(settings)), Clock.systemUTC());
    }

    URI uri() {
        return first.uri();
    }

    PostgresServer.Database database() {
        return database;
    }

    KafkaSettings kafka() {
        return kafka;
    }

    /** A token of a user with these roles. */
    String token(String subject, String... roles) {
        return tokens.access(subject, roles).sign();
    }

    String creator(String subject) {
        return token(subject, "viewer", "creator");
    }

    Answer get(String path, String... headers) {
        return send(first, "GET", path, "", headers);
    }

    /** The same question to the other instance. */
    Answer getFromSecond(String path, String... headers) {
        return send(second, "GET", path, "", headers);
    }

    Answer send(String method, String path, String body, String... headers) {
        return send(first, method, path, body, headers);
    }

    /** The first bytes after the headers of a HEAD's answer, another request following: HTTP clients hide a body there. */
    String afterHead(String path) {
        String requests = "HEAD " + path + " HTTP/1.1\r\nHost: test\r\n\r\n"
                + "GET /observe/health/live HTTP/1.1\r\nHost: test\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), first.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            StringBuilder headers = new StringBuilder();
            while (headers.indexOf("\r\n\r\n") < 0) {
                headers.append(new String(in.readNBytes(1), StandardCharsets.US_ASCII));
            }
            return new String(in.readNBytes(8), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    Answer getAs(String token, String path) {
        return get(path, "Authorization", "Bearer " + token);
    }

    Answer postAs(String token, String path, String body) {
        return send("POST", path, body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    Answer patchAs(String token, String path, String etag, String body) {
        return send(
                "PATCH",
                path,
                body,
                "Authorization",
                "Bearer " + token,
                "Content-Type",
                "application/merge-patch+json",
                "If-Match",
                etag);
    }

    Answer putAs(String token, String path, String body) {
        return send("PUT", path, body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    Answer deleteAs(String token, String path) {
        return send("DELETE", path, "", "Authorization", "Bearer " + token);
    }

    /** Says something on Kafka as another service would, with headers written by hand. */
    UUID say(EventType type, EventData data) {
        UUID id = Uuid7.next();
        say(id, type, data);
        return id;
    }

    void say(UUID id, EventType type, EventData data) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(type.topic().topicName(), data.aggregateId(), EventJson.write(data));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id.toString(),
                        "ce_type",
                        type.ceType(),
                        "ce_source",
                        "/test",
                        "ce_time",
                        Instant.now().toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        send(record);
    }

    void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What catalog said about a thing, in order. */
    List<Event> heard(String aggregateId) {
        return heard.stream()
                .filter(event -> event.data().aggregateId().equals(aggregateId))
                .toList();
    }

    List<EventType> heardTypes(String aggregateId) {
        return heard(aggregateId).stream().map(Event::type).toList();
    }

    List<Event> allHeard() {
        return List.copyOf(heard);
    }

    private void listen() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(kafka.consumer("listener"))) {
            consumer.subscribe(List.of(Topic.CONTENT_EVENTS.topicName(), Topic.SOCIAL_EVENTS.topicName()));
            while (true) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> EventRecords.read(record).ifPresent(heard::add));
            }
        }
    }

    private Answer send(ServiceServer to, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to.uri() + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
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
