package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaRoutesIT {
    private static final String OWN = "/api/upload/v1/quota";

    private final TestService service = TestService.shared();
    private final TusClient ada = TusClient.creator(service);
    private final TusClient operator = new TusClient(service, UUID.randomUUID().toString(), "viewer", "operator");

    private static String of(TusClient user) {
        return OWN + "s/" + user.subject;
    }

    private HttpResponse<String> get(TusClient caller, String path) {
        return service.send(caller.request(path).GET());
    }

    private HttpResponse<String> patch(TusClient caller, String path, String body) {
        return service.send(caller.request(path)
                .header("Content-Type", "application/merge-patch+json")
                .method("PATCH", BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) throws JsonProcessingException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.mapper().readTree(answer.body());
    }

    @Test
    void own_saysWhatIsAllowedAndUsed() throws Exception {
        ada.begin(1_000);
        JsonNode quota = json(get(ada, OWN));
        assertThat(quota.path("user").asText()).isEqualTo(ada.subject);
        assertThat(quota.at("/limits/held_bytes").asLong())
                .isEqualTo(service.config.quota().heldBytes());
        assertThat(quota.at("/used/held_bytes").asLong()).isEqualTo(1_000);
        assertThat(quota.at("/used/day_uploads").asLong()).isEqualTo(1);
        assertThat(quota.at("/used/waiting_addresses").asLong()).isZero();
        assertThat(quota.path("own")).isEmpty();
        assertThat(json(get(operator, of(ada)))).isEqualTo(quota);
    }

    @Test
    void change_limits_holdFromTheNextUploadOnAndNullGivesTheDefaultBack() throws Exception {
        String path = ada.begin(2_000);

        JsonNode less = json(patch(operator, of(ada), "{\"held_bytes\": 1500, \"day_uploads\": 3}"));

        assertThat(less.at("/limits/held_bytes").asLong()).isEqualTo(1_500);
        assertThat(less.at("/limits/day_bytes").asLong())
                .isEqualTo(service.config.quota().dayBytes());
        assertThat(less.path("own").properties()).hasSize(2);
        assertThat(ada.create(1, Map.of()).statusCode()).isEqualTo(413);
        assertThat(ada.patch(path, 0, TusClient.film(2_000, 1)).statusCode())
                .as("what is begun goes on")
                .isEqualTo(204);
        assertThat(TusClient.creator(service).create(2_000, Map.of()).statusCode())
                .as("nobody else's")
                .isEqualTo(201);

        JsonNode more = json(patch(operator, of(ada), "{\"held_bytes\": null}"));
        assertThat(more.at("/limits/held_bytes").asLong())
                .isEqualTo(service.config.quota().heldBytes());
        assertThat(more.path("own").properties()).hasSize(1);
        assertThat(ada.create(1, Map.of()).statusCode()).isEqualTo(201);
        assertThat(json(patch(operator, of(ada), "{\"day_uploads\": null}")).path("own"))
                .isEmpty();
    }

    @Test
    void change_more_isAllowedBeyondTheDefault() throws Exception {
        long most = service.config.quota().dayBytes();
        assertThat(json(patch(operator, of(ada), "{\"day_bytes\": " + (most + 1) + "}"))
                        .at("/limits/day_bytes")
                        .asLong())
                .isEqualTo(most + 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"held_bytes\": -1}",
                "{\"held_bytes\": \"much\"}",
                "{\"day_uploads\": 1000001}",
                "{\"user\": \"eve\"}",
                "{"
            })
    void change_strange_isRefusedAndChangesNothing(String body) throws Exception {
        HttpResponse<String> refused = patch(operator, of(ada), body);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("invalid_body");
        assertThat(json(get(operator, of(ada))).path("own")).isEmpty();
    }

    @Test
    void others_withoutTheRight_areRefused() throws Exception {
        TusClient moderator = new TusClient(service, UUID.randomUUID().toString(), "viewer", "moderator");
        for (TusClient caller : new TusClient[] {ada, moderator}) {
            assertThat(get(caller, of(ada)).statusCode()).isEqualTo(403);
            assertThat(patch(caller, of(ada), "{\"held_bytes\": 1}").statusCode())
                    .isEqualTo(403);
        }
        for (String path : new String[] {OWN, of(ada)}) {
            assertThat(service.send(HttpRequest.newBuilder(service.uri(path))).statusCode())
                    .isEqualTo(401);
        }
        assertThat(json(get(ada, OWN)).path("own")).isEmpty();
    }

    @Test
    void user_notASubject_isNotFound() {
        HttpResponse<String> refused = get(operator, OWN + "s/a%20b");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).contains("user_unknown");
    }
}
