package dev.matinee.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The whole service on real servers, two instances over one database, and a stand-in for catalog; one for the JVM. */
final class RunningFeed {
    /** From so many followers on a channel is read and not pushed. */
    static final int THRESHOLD = 5;

    private static final RunningFeed SHARED = new RunningFeed();
    private static final String API = "/api/feed/v1";

    private final PostgresServer.Database database = PostgresServer.shared().newDatabase();
    private final CatalogStandIn catalog = new CatalogStandIn();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer());
    private final ServiceServer first;
    private final ServiceServer second;

    private RunningFeed() {
        first = start("feed-1");
        second = start("feed-2");
    }

    static RunningFeed shared() {
        return SHARED;
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(50));
    }

    static Map<String, String> settings(PostgresServer.Database database, URI catalog) {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.host", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("db.url", database.url());
        settings.put("db.user", database.user());
        settings.put("db.password", database.password());
        settings.put("catalog.urls", catalog.toString());
        settings.put("redis.url", RedisServer.shared().url().toString());
        settings.put("redis.password", RedisServer.shared().password());
        settings.put("kafka.bootstrap", KafkaServer.shared().bootstrap());
        settings.put("auth.issuer", TestTokens.ISSUER);
        settings.put("auth.jwks", TestKeys.shared().jwks().toString());
        settings.put("auth.tokens", catalog + "/token");
        settings.put("auth.secret", "secret");
        settings.put("fanout.threshold", String.valueOf(THRESHOLD));
        settings.put("fanout.part", "2");
        settings.put("trending.every", "PT0.1S");
        settings.put("related.life", "PT0.1S");
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
        Map<String, String> settings = settings(database, catalog.uri());
        settings.put("service.id", id);
        return Main.start(FeedConfig.from(with(settings)), Clock.systemUTC());
    }

    PostgresServer.Database database() {
        return database;
    }

    CatalogStandIn catalog() {
        return catalog;
    }

    String token(String user) {
        return TestTokens.shared().access(user, "viewer").sign();
    }

    /** Puts it into catalog and says so. */
    void publish(Post... posts) {
        Arrays.stream(posts).forEach(post -> catalog.put(post.document()));
        Arrays.stream(posts).forEach(post -> say(post.published()));
    }

    /** Follows, and waits until feed knows it. */
    void follow(String user, Post.Channel channel) {
        say(Acts.follow(user, channel, true, Instant.now()));
        eventually()
                .until(() -> rows("SELECT 1 FROM follow WHERE user_id = '%s' AND channel_id = '%s' AND active"
                                .formatted(user, channel.id()))
                        == 1);
    }

    /** How many rows a question has. */
    int rows(String sql) {
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM (" + sql + ") q")) {
            rows.next();
            return rows.getInt(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says it on Kafka as catalog would, with headers written by hand. */
    void say(Event event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                event.type().topic().topicName(), event.data().aggregateId(), EventJson.write(event.data()));
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
                        Instant.now().toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The titles of the first page. */
    List<String> titles(String user, String list) {
        return titles(get(user, list));
    }

    static List<String> titles(Answer answer) {
        return texts(answer, "title");
    }

    static List<String> texts(Answer answer, String field) {
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.response().body());
        }
        List<String> texts = new ArrayList<>();
        answer.json().path("data").forEach(item -> texts.add(item.path(field).asText()));
        return texts;
    }

    /** The ids of all pages. */
    List<String> walk(String user, String list, int limit) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get(user, list + (list.contains("?") ? "&" : "?") + "limit=" + limit + cursor);
            ids.addAll(texts(page, "id"));
            cursor = page.json().has("next_cursor") ? "&cursor=" + page.text("next_cursor") : "";
        } while (!cursor.isEmpty());
        return ids;
    }

    static JsonNode reason(Answer answer, String id) {
        for (JsonNode item : answer.json().path("data")) {
            if (item.path("id").asText().equals(id)) {
                return item.path("reason");
            }
        }
        throw new AssertionError("no " + id + " in " + answer.response().body());
    }

    Answer get(String user, String path) {
        return send(first, "GET", path, "", bearer(user));
    }

    Answer getSecond(String user, String path) {
        return send(second, "GET", path, "", bearer(user));
    }

    Answer getOpenly(String path) {
        return send(first, "GET", path, "");
    }

    Answer post(String user, String path, String body) {
        return send(first, "POST", path, body, bearer(user));
    }

    private String[] bearer(String user) {
        return new String[] {"Authorization", "Bearer " + token(user), "Content-Type", "application/json"};
    }

    private Answer send(ServiceServer to, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to.uri() + API + path))
                .timeout(Duration.ofSeconds(60))
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
