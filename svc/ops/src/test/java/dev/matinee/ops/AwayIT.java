package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody answers whom ops asks. */
class AwayIT {
    private static final RunningOps OPS =
            new RunningOps(Map.of("consul.url", "http://127.0.0.1:1", "patience", "PT1S", "service.drain", "PT0S"));

    @AfterAll
    static void stop() {
        OPS.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/services, consul",
        "/jobs, nomad",
        "/queues, kafka",
        "/dead-letters, kafka",
        "/rate-limits, prometheus",
        "/storage, prometheus elasticsearch",
        "/errors, prometheus elasticsearch",
    })
    void who_isAway_isSaidAndIsNoFailure(String path, String sources) {
        Answer answer = OPS.get(path);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.json().path("data").size()).isZero();
        assertThat(answer.json().path("away").findValuesAsText("source"))
                .containsExactlyInAnyOrder(sources.split(" ", -1));
        assertThat(answer.json().path("away").findValuesAsText("detail")).allMatch(detail -> detail.endsWith("."));
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void users_whoseServerIsAway_are503() {
        assertThat(OPS.get("/users").status()).isEqualTo(503);
    }

    @Test
    void letters_whoseKafkaIsAway_are503() {
        Answer answer = OPS.get("/dead-letters/content.events/search");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("code")).isEqualTo("source_away");
    }

    @Test
    void links_areBeforeTheGateway() {
        assertThat(OPS.get("/links").json().path("data").findValuesAsText("url"))
                .contains("http://nomad.localhost:8080/", "http://zipkin.localhost:8080/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /services",
                "GET /jobs",
                "GET /queues",
                "GET /rate-limits",
                "GET /errors",
                "GET /storage",
                "GET /links",
                "GET /dead-letters",
                "GET /dead-letters/content.events/search",
                "POST /dead-letters/content.events/search/redrive",
                "GET /users",
                "GET /users/7f0c1c1e-0000-7000-8000-00000000000b",
                "PATCH /users/7f0c1c1e-0000-7000-8000-00000000000b",
            })
    void whoIsNoOperator_isToldNothing(String request) {
        List<String> words = List.of(request.split(" ", 2));
        assertThat(OPS.send(words.getFirst(), words.get(1), "{\"enabled\":false}")
                        .status())
                .isEqualTo(401);
        for (String role : List.of("viewer", "creator", "moderator", "service")) {
            assertThat(OPS.send(words.getFirst(), words.get(1), "{\"enabled\":false}", role)
                            .status())
                    .as(role)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/services?limit=0, invalid_parameter",
        "/jobs?limit=101, invalid_parameter",
        "/users?limit=x, invalid_parameter",
        "/users?cursor=x, invalid_cursor",
        "/dead-letters/gossip/search, box_unknown",
        "/users/nobody, user_unknown",
    })
    void nonsense_isRefused(String path, String code) {
        assertThat(OPS.get(path).text("code")).isEqualTo(code);
    }

    @Test
    void oneself_cannotBeDisabled() {
        Answer answer = OPS.send("PATCH", "/users/" + RunningOps.SUBJECT, "{\"enabled\":false}", "operator");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text("code")).isEqualTo("own_account");
    }
}
