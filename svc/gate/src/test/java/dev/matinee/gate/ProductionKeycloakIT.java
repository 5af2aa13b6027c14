package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.test.KeycloakServer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The version of Keycloak that production runs: the whole login, its refresh, and a member's token. */
class ProductionKeycloakIT {
    @Test
    void login_andRefresh_andVerify() {
        KeycloakServer keycloak = KeycloakServer.shared(KeycloakServer.PRODUCTION_VERSION);
        String domain = "localhost:" + keycloak.publicPort();
        String nomad = "nomad." + domain;
        try (GateFixture gate = new GateFixture(Map.of(
                "auth.issuer",
                keycloak.issuer(),
                "auth.jwks",
                keycloak.jwks().toString(),
                "public.url",
                "http://" + domain,
                "session.refresh",
                "PT1H",
                "oidc.secret",
                KeycloakServer.GATE_SECRET))) {
            Browser browser = new Browser(gate);
            HttpResponse<String> done = browser.logInTo(nomad, "/ui/jobs", "olga");
            assertThat(Browser.location(done)).hasToString("http://" + nomad + "/ui/jobs");
            assertThat(browser.open(nomad, "/ui/jobs").statusCode()).isEqualTo(204);
            assertThat(browser.open(nomad, "/ui/jobs").statusCode()).isEqualTo(204);

            String token = keycloak.token("ada", KeycloakServer.PASSWORD, "matinee-cli");
            assertThat(gate.verify(token).statusCode()).isEqualTo(200);
        } finally {
            keycloak.stop();
        }
    }
}
