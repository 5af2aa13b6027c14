package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.test.ElasticsearchServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Numbers that Prometheus counted, here out of a map, and what a real Elasticsearch holds. */
class NumbersIT {
    private static final ElasticsearchServer ELASTICSEARCH = ElasticsearchServer.shared();
    private static final HttpServer PROMETHEUS = prometheus();
    private static final RunningOps OPS = new RunningOps(Map.of(
            "prometheus.urls",
            "http://127.0.0.1:" + PROMETHEUS.getAddress().getPort(),
            "elasticsearch.urls",
            ELASTICSEARCH.url().toString()));

    /** What a part of an expression is answered with: labels and a value. */
    private static final Map<String, String> ANSWERS = Map.of(
            "gate_limited_total[1h]", "{\"kind\":\"member\"} 6.8",
            "code=\"429\"}[1h]", "{} 9.2",
            "http_problems_total", "{\"job\":\"upload\",\"code\":\"quota_exceeded\"} 3.1",
            "SeaweedFS_s3_bucket_size_bytes", "{\"bucket\":\"media\"} 1234567890123",
            "SeaweedFS_s3_bucket_object_count", "{\"bucket\":\"media\"} 42",
            "postgresql_database_bytes", "{\"database\":\"catalog\"} 77",
            "nomad_client_host_disk_size", "{\"disk\":\"/dev/vda1\"} 1000",
            "nomad_client_host_disk_used", "{\"disk\":\"/dev/vda1\"} NaN");

    private static HttpServer prometheus() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/api/v1/query", exchange -> {
                String asked = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
                ArrayNode found = Json.mapper().createArrayNode();
                for (Map.Entry<String, String> answer : ANSWERS.entrySet()) {
                    if (asked.contains(answer.getKey())) {
                        int gap = answer.getValue().indexOf(' ');
                        var sample = found.addObject();
                        sample.set(
                                "metric",
                                Json.mapper().readTree(answer.getValue().substring(0, gap)));
                        sample.putArray("value").add(1.5).add(answer.getValue().substring(gap + 1));
                    }
                }
                var whole = Json.mapper().createObjectNode().put("status", "success");
                whole.putObject("data").put("resultType", "vector").set("result", found);
                byte[] body = Json.write(whole);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeAll
    static void logs() throws Exception {
        put("/logs-2026.11.22", """
                {"mappings": {"properties": {"@timestamp": {"type": "date"}, "level": {"type": "keyword"}}}}""");
        put("/logs-2026.11.22/_doc/1?refresh=true", """
                {"@timestamp": "2026-11-22T10:00:00Z", "level": "SEVERE", "service": "catalog", "message": "older",
                 "error": "java.lang.IllegalStateException: broken\\n\\tat dev.matinee.X", "logger": "dev.matinee", "trace_id": "abc", "request_id": "r-1"}""");
        put("/logs-2026.11.22/_doc/2?refresh=true", """
                {"@timestamp": "2026-11-22T11:00:00Z", "level": "SEVERE", "service": "upload", "message": "newer"}""");
        put("/logs-2026.11.22/_doc/3?refresh=true", """
                {"@timestamp": "2026-11-22T12:00:00Z", "level": "INFO", "service": "upload", "message": "all is well"}""");
    }

    private static void put(String path, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(ELASTICSEARCH.url() + path))
                                .header("Content-Type", "application/json")
                                .PUT(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
    }

    @AfterAll
    static void stop() {
        OPS.close();
        PROMETHEUS.stop(0);
    }

    @Test
    void rateLimits_areCountedByClass() {
        JsonNode limited = OPS.get("/rate-limits").json().path("data");
        assertThat(limited.findValuesAsText("rate")).containsExactly("gateway", "member");
        assertThat(limited.path(0).path("last_hour").asInt()).isEqualTo(9);
        assertThat(limited.path(1).path("last_hour").asInt()).isEqualTo(7);
        assertThat(limited.path(1).path("last_day").asInt(-1)).isZero();
    }

    @Test
    void errors_areCounted_andReadFromTheLogs() {
        JsonNode errors = OPS.get("/errors").json();
        assertThat(errors.path("away").size()).isZero();
        assertThat(errors.path("problems").path(0).path("code").asText()).isEqualTo("quota_exceeded");
        assertThat(errors.path("problems").path(0).path("last_hour").asInt()).isEqualTo(3);
        assertThat(errors.path("lines").findValuesAsText("message")).containsExactly("newer", "older");
        assertThat(errors.path("lines").path(0).has("trace_id")).isFalse();
        assertThat(errors.path("lines").path(1).path("cause").asText())
                .isEqualTo("java.lang.IllegalStateException: broken");
        assertThat(errors.path("lines").path(1).path("trace_id").asText()).isEqualTo("abc");
        assertThat(errors.path("lines").path(1).path("at").asText()).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(OPS.get("/errors?limit=1").json().path("lines").size()).isEqualTo(1);
    }

    @Test
    void storage_isToldByKind_withoutNumbersThatAreNone() {
        JsonNode storage = OPS.get("/storage").json();
        assertThat(storage.path("away").size()).isZero();
        JsonNode bucket = storage.path("data").path(0);
        assertThat(bucket.path("kind").asText()).isEqualTo("bucket");
        assertThat(bucket.path("bytes").asLong()).isEqualTo(1_234_567_890_123L);
        assertThat(bucket.path("things").asLong()).isEqualTo(42);
        assertThat(storage.path("data").findValuesAsText("kind"))
                .contains("index", "database")
                .doesNotContain("disk");
        assertThat(storage.path("data").findValuesAsText("name")).contains("logs-2026.11.22");
    }
}
