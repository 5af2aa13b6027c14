package dev.matinee.search;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.ChannelChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaylistChanged;
import dev.matinee.events.Uuid7;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.ElasticsearchServer;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
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

/** The whole service on real servers, two instances over one index, and a stand-in for catalog; one for the JVM. */
final class RunningSearch {
    private static final RunningSearch SHARED = new RunningSearch();
    private static final String API = "/api/search/v1";

    private final CatalogStandIn catalog = new CatalogStandIn();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer());
    private final ServiceServer first;
    private final ServiceServer second;

    private RunningSearch() {
        first = start("search-1");
        second = start("search-2");
        eventually().until(() -> progress().path("state").asText().equals("done"));
    }

    static RunningSearch shared() {
        return SHARED;
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    static Map<String, String> settings(URI catalog) {
        Map<String, String> settings = new HashMap<>();
        settings.put("server.host", "127.0.0.1");
        settings.put("server.port", "0");
        settings.put("elasticsearch.urls", ElasticsearchServer.shared().url().toString());
        settings.put("catalog.urls", catalog.toString());
        settings.put("redis.url", RedisServer.shared().url().toString());
        settings.put("redis.password", RedisServer.shared().password());
        settings.put("kafka.bootstrap", KafkaServer.shared().bootstrap());
        settings.put("auth.issuer", TestTokens.ISSUER);
        settings.put("auth.jwks", TestKeys.shared().jwks().toString());
        settings.put("auth.tokens", catalog + "/token");
        settings.put("auth.secret", "secret");
        settings.put("suggest.asked", "3");
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
        Map<String, String> settings = settings(catalog.uri());
        settings.put("service.id", id);
        return Main.start(SearchConfig.from(with(settings)), Clock.systemUTC());
    }

    CatalogStandIn catalog() {
        return catalog;
    }

    String token(String... roles) {
        return TestTokens.shared().access("somebody", roles).sign();
    }

    /** Puts it into catalog, says so, and waits until queries find it. */
    void publish(Documents... documents) {
        Arrays.stream(documents).forEach(each -> catalog.put(each.document()));
        Arrays.stream(documents).forEach(each -> say(published(each.document())));
        eventually()
                .until(() -> Arrays.stream(documents)
                        .allMatch(each ->
                                indexed(each.document().id(), each.document().revision()) && found(each.document())));
    }

    /** Whether the first instance's queries find it, which hears of a change when the one that indexed it says so. */
    private boolean found(CatalogDocument document) {
        // With a kind the question does not count among those that are suggested.
        Answer answer = search(document.title(), "kind", document.kind(), "limit", "100");
        return answer.status() == 200
                && answer.json().path("data").findValuesAsText("id").contains(document.id());
    }

    /** Whether the index has it at that revision, whatever the service shows. */
    boolean indexed(String id, long revision) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(
                                    ElasticsearchServer.shared().url() + "/content/_search?q=id:%22" + id + "%22"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.body().contains("\"revision\":" + revision + ",");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Event published(CatalogDocument document) {
        return switch (document.kind()) {
            case "channel" ->
                event(
                        EventType.CHANNEL_UPDATED,
                        new ChannelChanged(
                                document.id(),
                                "owner",
                                document.channel().handle(),
                                document.title(),
                                null,
                                document.revision(),
                                document.createdAt()));
            case "playlist" ->
                event(
                        EventType.PLAYLIST_UPDATED,
                        new PlaylistChanged(
                                document.id(),
                                document.channel().id(),
                                "owner",
                                document.title(),
                                null,
                                document.visible() ? "public" : "private",
                                3,
                                document.revision(),
                                document.createdAt()));
            default -> event(EventType.VIDEO_PUBLISHED, video(document));
        };
    }

    static Event unpublished(CatalogDocument document) {
        return event(EventType.VIDEO_UNPUBLISHED, video(document));
    }

    static Event deleted(CatalogDocument document) {
        return event(EventType.VIDEO_DELETED, new VideoDeleted(document.id(), "owner", null, document.revision() + 1));
    }

    static Event event(EventType type, EventData data) {
        return Event.now(type, "test", Instant.now(), data);
    }

    private static VideoChanged video(CatalogDocument document) {
        return new VideoChanged(
                document.id(),
                document.channel().id(),
                "owner",
                document.title(),
                document.description(),
                document.tags(),
                document.category(),
                document.language(),
                document.licence(),
                document.visible() ? "public" : "private",
                "ready",
                "v1",
                document.durationMs(),
                document.revision(),
                document.createdAt(),
                document.publishedAt());
    }

    /** Says it on Kafka as catalog would, with headers written by hand. */
    void say(Event event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                event.type().topic().topicName(), event.data().aggregateId(), EventJson.write(event.data()));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        Uuid7.next().toString(),
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

    /** @param parameters names and values by turns */
    Answer search(String text, String... parameters) {
        return send(first, "GET", API + "/search" + query(text, parameters));
    }

    Answer searchSecond(String text, String... parameters) {
        return send(second, "GET", API + "/search" + query(text, parameters));
    }

    Answer suggest(String text, String... parameters) {
        return send(first, "GET", API + "/suggest" + query(text, parameters));
    }

    /** The titles found, in their order. */
    List<String> titles(String text, String... parameters) {
        return titles(search(text, parameters));
    }

    static List<String> titles(Answer answer) {
        List<String> titles = new ArrayList<>();
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " " + answer.response().body());
        }
        answer.json().path("data").forEach(item -> titles.add(item.path("title").asText()));
        return titles;
    }

    Answer get(String path, String... headers) {
        return send(first, "GET", API + path, headers);
    }

    Answer post(String path, String... headers) {
        return send(first, "POST", API + path, headers);
    }

    JsonNode progress() {
        return get("/reindex", "Authorization", "Bearer " + token("operator")).json();
    }

    int ready() {
        return send(first, "GET", "/observe/health/ready").status();
    }

    static String query(String text, String... parameters) {
        StringBuilder query = new StringBuilder("?q=").append(URLEncoder.encode(text, StandardCharsets.UTF_8));
        for (int i = 0; i < parameters.length; i += 2) {
            query.append('&')
                    .append(parameters[i])
                    .append('=')
                    .append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    private Answer send(ServiceServer to, String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(to.uri() + path))
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody());
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
