package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.test.ConsulServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a real Consul says of services that are well and of one that is not. */
class ServicesIT {
    private static final ConsulServer CONSUL = ConsulServer.shared();
    private static final RunningOps OPS =
            new RunningOps(Map.of("consul.url", CONSUL.url().toString(), "service.drain", "PT0S"));

    @BeforeAll
    static void register() throws Exception {
        register("""
                {"Name": "alpha", "ID": "alpha-1", "Address": "10.0.0.7", "Port": 8081, "Meta": {"version": "1.2.3"},
                 "Check": {"Name": "ready", "TTL": "1h", "Status": "passing"}}""");
        register("""
                {"Name": "alpha", "ID": "alpha-2", "Address": "10.0.0.8", "Port": 8082,
                 "Check": {"CheckID": "ill", "Name": "ready", "TTL": "1h", "Status": "passing"}}""");
        put("/v1/agent/check/fail/ill?note=no+room", "");
    }

    @AfterAll
    static void stop() {
        OPS.close();
    }

    private static void register(String service) throws Exception {
        put("/v1/agent/service/register", service);
    }

    private static void put(String path, String body) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(CONSUL.url() + path))
                                .PUT(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void instances_areToldWithWhatFails() {
        RunningOps.eventually().untilAsserted(() -> {
            List<JsonNode> alpha = instances("alpha");
            assertThat(alpha).hasSize(2);
            assertThat(alpha.getFirst().path("address").asText()).isEqualTo("10.0.0.7");
            assertThat(alpha.getFirst().path("port").asInt()).isEqualTo(8081);
            assertThat(alpha.getFirst().path("version").asText()).isEqualTo("1.2.3");
            assertThat(alpha.getFirst().path("status").asText()).isEqualTo("passing");
            assertThat(alpha.getFirst().path("failing").size()).isZero();
            assertThat(alpha.getFirst().path("node").asText()).isNotEmpty();
            assertThat(alpha.get(1).path("status").asText()).isEqualTo("critical");
            assertThat(alpha.get(1).has("version")).isFalse();
            assertThat(alpha.get(1).path("failing").path(0).path("output").asText())
                    .isEqualTo("no room");
        });
        // ops is in Consul by itself, as every service.
        RunningOps.eventually().until(() -> instances("ops").size() == 1);
    }

    @Test
    void pages_leaveNobodyOut_andTellNobodyTwice() {
        RunningOps.eventually().until(() -> instances("ops").size() == 1);
        List<String> paged = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = OPS.get("/services?limit=1" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.json().path("data").forEach(each -> paged.add(each.path("id").asText()));
            cursor = page.text("next_cursor");
        } while (!cursor.isEmpty());
        List<String> whole = new ArrayList<>();
        OPS.get("/services?limit=100")
                .json()
                .path("data")
                .forEach(each -> whole.add(each.path("id").asText()));
        assertThat(paged).isEqualTo(whole).contains("alpha-1", "alpha-2").doesNotHaveDuplicates();
    }

    private static List<JsonNode> instances(String service) {
        List<JsonNode> found = new ArrayList<>();
        OPS.get("/services?limit=100").json().path("data").forEach(each -> {
            if (each.path("service").asText().equals(service)) {
                found.add(each);
            }
        });
        return found;
    }
}
