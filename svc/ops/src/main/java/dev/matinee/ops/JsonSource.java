package dev.matinee.ops;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that answers in JSON, of which only the fields that are wanted are read: one of its addresses until it fails, then
 * the next. Each has its time, and an answer has its largest size.
 */
final class JsonSource {
    private static final long LARGEST_BYTES = 16L * 1024 * 1024;
    /** What others answer may have any fields; ours are refused unknown ones. */
    private static final JsonMapper SNAKE = Json.mapper()
            .rebuild()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final JsonMapper CAMEL = SNAKE.rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
            .build();

    private final Source source;
    private final List<URI> addresses;
    private final Map<String, String> headers;
    private final HttpClient client;
    private final Duration timeout;
    private final JsonMapper mapper;

    private JsonSource(
            Source source,
            List<URI> addresses,
            Map<String, String> headers,
            HttpClient client,
            Duration timeout,
            JsonMapper mapper) {
        this.source = source;
        this.addresses = addresses;
        this.headers = headers;
        this.client = client;
        this.timeout = timeout;
        this.mapper = mapper;
    }

    /** A server that names its fields as we do, or all in small letters. */
    static JsonSource of(Source source, List<URI> addresses, HttpClient client, Duration timeout) {
        return new JsonSource(source, addresses, Map.of(), client, timeout, SNAKE);
    }

    /** Consul and Nomad, whose fields are written {@code LikeThis}. */
    static JsonSource ofHashicorp(
            Source source, Optional<URI> address, Map<String, String> headers, HttpClient client, Duration timeout) {
        return new JsonSource(source, address.stream().toList(), headers, client, timeout, CAMEL);
    }

    /** The answer to a {@code GET}; the path with its query, from {@code /}. */
    <T> T get(String path, Class<T> type) throws AwayException {
        return ask(path, HttpRequest.newBuilder().GET(), type);
    }

    /** The answer to a question sent as JSON, which changes nothing either. */
    <T> T post(String path, Object body, Class<T> type) throws AwayException {
        return ask(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Json.write(body))),
                type);
    }

    private <T> T ask(String path, HttpRequest.Builder request, Class<T> type) throws AwayException {
        AwayException last = new AwayException(source, "No instance of " + source.word() + " is known.");
        for (URI address : addresses) {
            try {
                return send(address.resolve(path), request, type);
            } catch (AwayException e) {
                last = e;
            }
        }
        throw last;
    }

    private <T> T send(URI at, HttpRequest.Builder request, Class<T> type) throws AwayException {
        headers.forEach(request::setHeader);
        try {
            HttpResponse<InputStream> response = client.send(
                    request.uri(at).timeout(timeout).build(),
                    BodyHandlers.limiting(BodyHandlers.ofInputStream(), LARGEST_BYTES));
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    throw new AwayException(source, source.word() + " answers " + response.statusCode() + ".");
                }
                T value = mapper.readValue(body, type);
                if (value == null) {
                    throw new AwayException(source, source.word() + " answers nothing.");
                }
                return value;
            }
        } catch (JacksonException e) {
            throw new AwayException(source, source.word() + " answers something that ops does not understand.", e);
        } catch (IOException e) {
            throw new AwayException(source, source.word() + " does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AwayException(source, source.word() + " did not answer in time.", e);
        }
    }
}
