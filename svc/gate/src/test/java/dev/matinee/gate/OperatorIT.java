package dev.matinee.gate;

import static dev.matinee.gate.Browser.location;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.matinee.kit.test.KeycloakServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Operator logins with real Keycloak and real Redis. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorIT {
    private static final String SESSION = "matinee_operator";
    private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([^\"]+)\"");

    private final KeycloakServer keycloak = KeycloakServer.shared();
    private final String domain = "localhost:" + keycloak.publicPort();
    private final String consul = "consul." + domain;
    private final String mail = "mail." + domain;
    private GateFixture gate;

    @BeforeAll
    void start() {
        gate = new GateFixture(settings());
    }

    @AfterAll
    void stop() {
        gate.close();
        keycloak.stop();
    }

    private Map<String, String> settings() {
        return Map.of(
                "auth.issuer",
                keycloak.issuer(),
                "auth.jwks",
                keycloak.jwks().toString(),
                "public.url",
                "http://" + domain,
                "oidc.secret",
                KeycloakServer.GATE_SECRET);
    }

    @Test
    void open_withoutSession_leadsThroughTheLoginToThePage() {
        Browser browser = new Browser(gate);
        HttpResponse<String> first = browser.open(consul, "/ui/services?filter=a%20b");
        assertThat(first.statusCode()).isEqualTo(302);
        URI login = location(first);
        assertThat(login.toString()).startsWith(keycloak.issuer() + "/protocol/openid-connect/auth?");
        assertThat(login.getQuery())
                .contains("code_challenge_method=S256")
                .contains("client_id=matinee-gate")
                .contains("state=")
                .contains("nonce=")
                .contains("redirect_uri=http://" + consul + "/_gate/callback");

        URI callback = browser.logIn(login, "olga");
        assertThat(callback.toString()).startsWith("http://" + consul + "/_gate/callback?");
        HttpResponse<String> done = browser.own(consul, callback.getRawPath() + "?" + callback.getRawQuery());
        assertThat(done.statusCode()).isEqualTo(302);
        assertThat(location(done)).hasToString("http://" + consul + "/ui/services?filter=a%20b");
        assertThat(done.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(done.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith(SESSION + "="))
                .singleElement()
                .asString()
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/")
                .doesNotContain("Domain");

        assertThat(browser.open(consul, "/ui/services").statusCode()).isEqualTo(204);

        HttpResponse<String> replayed = browser.own(consul, callback.getRawPath() + "?" + callback.getRawQuery());
        assertThat(replayed.statusCode()).isEqualTo(400);
    }

    @Test
    void open_sessionOfOneHost_countsOnNoOther() {
        Browser browser = new Browser(gate);
        browser.logInTo(consul, "/", "olga");
        browser.cookies(mail).putAll(browser.cookies(consul));
        assertThat(browser.open(mail, "/").statusCode()).isEqualTo(302);
    }

    @Test
    void open_withoutTheRole_isRefused() {
        Browser browser = new Browser(gate);
        assertThat(browser.logInTo(consul, "/", "ada").statusCode()).isEqualTo(302);
        HttpResponse<String> page = browser.open(consul, "/");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("for operators").contains("ada");
        HttpResponse<String> call = browser.ask("GET", consul, "/v1/kv/x", "application/json");
        assertThat(call.statusCode()).isEqualTo(403);
        assertThat(call.body()).contains("not_operator");
    }

    @Test
    void ask_withoutSession_onlyNavigationsAreSentToTheLogin() {
        Browser browser = new Browser(gate);
        for (HttpResponse<String> answer : List.of(
                browser.ask("POST", consul, "/", "text/html"), browser.ask("GET", consul, "/", "application/json"))) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("session_needed");
            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void ask_changingMethodOfAnotherPage_isRefused() {
        Browser browser = new Browser(gate);
        browser.logInTo(consul, "/", "olga");
        List<Map<String, String>> foreign = List.of(
                Map.of(),
                Map.of("Origin", "http://evil.example"),
                Map.of("Origin", "http://" + domain),
                Map.of("Origin", "http://" + mail),
                Map.of("Origin", "https://" + consul),
                Map.of("Origin", "http://consul.localhost"),
                Map.of("Origin", "null"),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Sec-Fetch-Site", "none"),
                Map.of("Origin", "http://" + mail, "Sec-Fetch-Site", "same-origin"),
                Map.of("Origin", "http://" + consul, "Sec-Fetch-Site", "same-site"));
        for (String method : List.of("POST", "PUT", "PATCH", "DELETE", "TRACE", "get")) {
            for (Map<String, String> headers : foreign) {
                HttpResponse<String> answer = browser.ask(method, consul, "/v1/kv/x", headers);
                assertThat(answer.statusCode()).as("%s %s", method, headers).isEqualTo(403);
                assertThat(answer.body()).contains("cross_site");
            }
            for (Map<String, String> headers : List.of(
                    Map.of("Origin", "http://" + consul),
                    Map.of("Sec-Fetch-Site", "same-origin"),
                    Map.of("Origin", "http://" + consul, "Sec-Fetch-Site", "same-origin"))) {
                assertThat(browser.ask(method, consul, "/v1/kv/x", headers).statusCode())
                        .as("%s %s", method, headers)
                        .isEqualTo(204);
            }
        }
    }

    @Test
    void ask_readingMethod_onlyAnotherOriginIsRefused() {
        Browser browser = new Browser(gate);
        browser.logInTo(consul, "/", "olga");
        // A link on another site opens the page; a WebSocket from there, which says its origin, opens nothing.
        for (Map<String, String> headers : List.of(
                Map.<String, String>of(),
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Origin", "http://" + consul, "Sec-Fetch-Site", "same-origin"))) {
            assertThat(browser.ask("GET", consul, "/ui/", headers).statusCode()).isEqualTo(204);
        }
        for (String origin : List.of("http://" + domain, "http://" + mail, "null")) {
            assertThat(browser.ask("GET", consul, "/ui/", Map.of("Origin", origin))
                            .statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void ask_unknownHost_isRefused() {
        Browser browser = new Browser(gate);
        assertThat(browser.open("evil.example", "/").statusCode()).isEqualTo(403);
        assertThat(browser.open(domain, "/").statusCode()).isEqualTo(403);
        assertThat(browser.own("evil.example", "/_gate/callback?state=x").statusCode())
                .isEqualTo(403);
        assertThat(gate.send(gate.request("/api/gate/v1/operator")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void ask_madeUpSession_isNone() {
        Browser browser = new Browser(gate);
        browser.cookies(consul).put(SESSION, "A".repeat(43));
        assertThat(browser.ask("GET", consul, "/", "*/*").statusCode()).isEqualTo(401);
        browser.cookies(consul).put(SESSION, "../../etc/passwd");
        assertThat(browser.ask("GET", consul, "/", "*/*").statusCode()).isEqualTo(401);
    }

    @Test
    void open_hostileTarget_returnsToTheStart() {
        for (String target : List.of("//evil.example/", "/\\evil.example", "https://evil.example/", "/_gate/logout")) {
            Browser browser = new Browser(gate);
            assertThat(location(browser.logInTo(consul, target, "olga"))).hasToString("http://" + consul + "/");
        }
    }

    @Test
    void callback_notBegunInThisBrowser_isRefused() {
        Browser attacker = new Browser(gate);
        URI callback = attacker.logIn(location(attacker.open(consul, "/")), "olga");
        String path = callback.getRawPath() + "?" + callback.getRawQuery();

        Browser victim = new Browser(gate);
        assertThat(victim.own(consul, path).statusCode()).isEqualTo(400);
        victim.open(consul, "/");
        HttpResponse<String> mixed = victim.own(consul, path);
        assertThat(mixed.statusCode()).isEqualTo(400);
        assertThat(mixed.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith(SESSION));
        assertThat(victim.ask("GET", consul, "/", "*/*").statusCode()).isEqualTo(401);
    }

    @Test
    void callback_wrongStateOrCode_isRefused() {
        Browser browser = new Browser(gate);
        URI login = location(browser.open(consul, "/"));
        String state = query(login, "state");
        String sameCookie = state.substring(0, 8) + "x".repeat(35);
        assertThat(browser.own(consul, "/_gate/callback?code=x&state=" + sameCookie)
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.own(consul, "/_gate/callback?code=x").statusCode()).isEqualTo(400);
        assertThat(browser.own(consul, "/_gate/callback?code=x&state=" + state).statusCode())
                .isEqualTo(403);
    }

    @Test
    void callback_answerOfAnotherIssuerOrRefusal_isRefused() {
        Browser browser = new Browser(gate);
        URI callback = browser.logIn(location(browser.open(consul, "/")), "olga");
        String other = callback.getRawQuery().replaceAll("iss=[^&]*", "iss=https%3A%2F%2Fevil.example");
        assertThat(browser.own(consul, "/_gate/callback?" + other).statusCode()).isEqualTo(403);

        String state = query(location(browser.open(consul, "/")), "state");
        assertThat(browser.own(consul, "/_gate/callback?error=access_denied&state=" + state)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void logout_endsTheLoginEverywhere() {
        Browser browser = new Browser(gate);
        browser.logInTo(consul, "/", "olga");
        browser.logInTo(mail, "/", "olga");
        assertThat(browser.open(mail, "/").statusCode()).isEqualTo(204);
        String cookie = browser.cookies(consul).get(SESSION);

        Matcher token = TOKEN.matcher(browser.own(consul, "/_gate/logout").body());
        assertThat(token.find()).isTrue();
        HttpResponse<String> answer = browser.post(consul, "/_gate/logout", Map.of("token", token.group(1)));
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer).toString()).startsWith(keycloak.issuer() + "/protocol/openid-connect/logout?");

        browser.cookies(consul).put(SESSION, cookie);
        assertThat(browser.open(consul, "/").statusCode()).isEqualTo(302);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> browser.ask("GET", mail, "/", "*/*").statusCode() == 401);

        HttpResponse<String> ended = browser.keycloak(HttpRequest.newBuilder(location(answer)));
        assertThat(ended.statusCode()).isEqualTo(302);
        assertThat(location(ended)).hasToString("http://" + domain + "/");
    }

    @Test
    void logout_thatDidNotReachKeycloak_isFinishedByTheNextLogin() {
        Browser browser = new Browser(gate);
        browser.logInTo(consul, "/", "olga");
        Matcher token = TOKEN.matcher(browser.own(consul, "/_gate/logout").body());
        assertThat(token.find()).isTrue();
        browser.post(consul, "/_gate/logout", Map.of("token", token.group(1)));

        HttpResponse<String> again = browser.logInTo(consul, "/", "olga");
        assertThat(location(again).toString()).startsWith(keycloak.issuer() + "/protocol/openid-connect/logout?");
        assertThat(again.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith(SESSION));
        browser.keycloak(HttpRequest.newBuilder(location(again)));

        browser.logInTo(consul, "/", "olga");
        assertThat(browser.open(consul, "/").statusCode()).isEqualTo(204);
    }

    @Test
    void logout_fromAnotherSite_isRefused() {
        Browser browser = new Browser(gate);
        browser.logInTo(consul, "/", "olga");
        for (Map<String, String> form : List.of(Map.<String, String>of(), Map.of("token", "guessed"))) {
            HttpResponse<String> answer = browser.post(consul, "/_gate/logout", form);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("cross_site");
        }
        assertThat(browser.open(consul, "/").statusCode()).isEqualTo(204);
    }

    @Test
    void revoke_endsTokensAndSessions() throws Exception {
        Browser browser = new Browser(gate);
        browser.logInTo(consul, "/", "olga");
        String token = keycloak.token("olga", KeycloakServer.PASSWORD, "matinee-cli");
        String subject = new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]))
                .path("sub")
                .asText();
        assertThat(gate.verify(token).statusCode()).isEqualTo(200);
        assertThat(gate.revoke(
                                keycloak.token("ada", KeycloakServer.PASSWORD, "matinee-cli"),
                                "{\"subject\":\"" + subject + "\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(gate.revoke(token, "{\"subject\":\"" + subject + "\"}").statusCode())
                .isEqualTo(201);
        assertThat(gate.verify(token).statusCode()).isEqualTo(401);
        assertThat(browser.open(consul, "/").statusCode()).isEqualTo(302);
        // What is made in a later second passes again; until then logins of other tests would not hold either.
        await().atMost(Duration.ofSeconds(20))
                .until(() -> gate.verify(keycloak.token("olga", KeycloakServer.PASSWORD, "matinee-cli"))
                                .statusCode()
                        == 200);
    }

    @Test
    void refresh_manyAtOnce_useEachRefreshTokenOnce() throws Exception {
        try (GateFixture eager = eager()) {
            Browser browser = new Browser(eager);
            browser.logInTo(consul, "/", "olga");
            for (int round = 0; round < 3; round++) {
                try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
                    List<Future<Integer>> answers = IntStream.range(0, 6)
                            .mapToObj(number -> people.submit(
                                    () -> browser.open(consul, "/page" + number).statusCode()))
                            .toList();
                    for (Future<Integer> answer : answers) {
                        assertThat(answer.get()).isEqualTo(204);
                    }
                }
            }
        }
    }

    @Test
    void refresh_keycloakAway_saysSoAndRecovers() {
        try (GateFixture eager = eager()) {
            Browser browser = new Browser(eager);
            Browser patient = new Browser(gate);
            browser.logInTo(consul, "/", "olga");
            patient.logInTo(consul, "/", "olga");
            keycloak.stop();
            try {
                HttpResponse<String> answer = browser.open(consul, "/");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                // Whoever needs nothing of Keycloak goes on.
                assertThat(patient.open(consul, "/").statusCode()).isEqualTo(204);
            } finally {
                keycloak.start();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> browser.open(consul, "/").statusCode() == 204);
        }
    }

    /** A gate that asks Keycloak for new tokens at every request. */
    private GateFixture eager() {
        Map<String, String> settings = new HashMap<>(settings());
        settings.put("session.refresh", "PT1H");
        return new GateFixture(settings);
    }

    private static String query(URI uri, String name) {
        Matcher found = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(uri.toString());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }
}
