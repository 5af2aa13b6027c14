package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.kit.test.KeycloakServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** People of a real Keycloak with the project's realm, in both versions, and a gate that only notes what it is asked. */
class UsersIT {
    @ParameterizedTest
    @ValueSource(strings = {KeycloakServer.VERSION, KeycloakServer.PRODUCTION_VERSION})
    void people_areFoundInPages_lockedOut_andLetInAgain(String version) throws Exception {
        KeycloakServer keycloak = KeycloakServer.shared(version);
        List<String> revocations = new CopyOnWriteArrayList<>();
        HttpServer gate = gate(revocations);
        try (RunningOps ops = new RunningOps(Map.of(
                "users.url",
                keycloak.issuer().replace("/realms/matinee", "/admin/realms/matinee"),
                "auth.tokens",
                keycloak.issuer() + "/protocol/openid-connect/token",
                "auth.secret",
                KeycloakServer.OPS_SECRET,
                "gate.urls",
                "http://127.0.0.1:" + gate.getAddress().getPort(),
                "patience",
                "PT10S"))) {
            // A Keycloak that was just started takes longer for its first tokens than a service waits.
            RunningOps.eventually().until(() -> ops.get("/users").status() == 200);

            assertThat(names(ops)).contains("ada", "max", "olga", "vera").doesNotHaveDuplicates();
            JsonNode vera = ops.get("/users?search=vera").json().path("data").path(0);
            assertThat(vera.path("email").asText()).isEqualTo("vera@matinee.test");
            assertThat(vera.path("name").asText()).isEqualTo("Vera Viewer");
            assertThat(words(vera.path("roles"))).containsExactly("viewer");
            JsonNode olga = ops.get("/users?search=olga").json().path("data").path(0);
            assertThat(words(olga.path("roles"))).containsExactly("moderator", "operator", "viewer");

            String id = vera.path("id").asText();
            keycloak.token("vera", KeycloakServer.PASSWORD, "matinee-cli");
            Answer out = ops.send("PATCH", "/users/" + id, "{\"enabled\":false}", "operator");
            assertThat(out.status()).as(out.response().body()).isEqualTo(200);
            assertThat(out.json().path("enabled").asBoolean(true)).isFalse();
            assertThat(revocations).containsExactly("{\"subject\":\"" + id + "\"}");
            assertThatThrownBy(() -> keycloak.token("vera", KeycloakServer.PASSWORD, "matinee-cli"))
                    .hasMessageContaining("no token");
            assertThat(ops.get("/users?search=vera@matinee")
                            .json()
                            .path("data")
                            .path(0)
                            .path("email")
                            .asText())
                    .as("nothing else of them was changed")
                    .isEqualTo("vera@matinee.test");

            Answer in = ops.send("PATCH", "/users/" + id, "{\"enabled\":true}", "operator");
            assertThat(in.json().path("enabled").asBoolean()).isTrue();
            assertThat(revocations).hasSize(1);
            assertThat(keycloak.token("vera", KeycloakServer.PASSWORD, "matinee-cli"))
                    .isNotEmpty();

            assertThat(ops.get("/users/7f0c1c1e-0000-7000-8000-00000000000b").text("code"))
                    .isEqualTo("user_unknown");
            assertThat(ops.send("PATCH", "/users/" + id, "{\"roles\":[\"operator\"]}", "operator")
                            .status())
                    .isEqualTo(400);

            gate.stop(0);
            Answer half = ops.send("PATCH", "/users/" + id, "{\"enabled\":false}", "operator");
            assertThat(half.status()).isEqualTo(503);
            assertThat(half.text("code")).isEqualTo("sessions_live");
            ops.send("PATCH", "/users/" + id, "{\"enabled\":true}", "operator");
        } finally {
            gate.stop(0);
        }
    }

    private static HttpServer gate(List<String> revocations) throws IOException {
        HttpServer gate = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gate.createContext("/api/gate/v1/revocations", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known =
                    exchange.getRequestHeaders().getFirst("Authorization").startsWith("Bearer ");
            if (known) {
                revocations.add(body);
            }
            exchange.sendResponseHeaders(known ? 204 : 401, -1);
            exchange.close();
        });
        gate.start();
        return gate;
    }

    private static List<String> names(RunningOps ops) {
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = ops.get("/users?limit=3" + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            page.json()
                    .path("data")
                    .forEach(each -> names.add(each.path("username").asText()));
            cursor = page.text("next_cursor");
        } while (!cursor.isEmpty());
        return names;
    }

    private static List<String> words(JsonNode list) {
        List<String> words = new ArrayList<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }
}
