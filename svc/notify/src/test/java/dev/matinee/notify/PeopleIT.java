package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.ServiceTokenSettings;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.test.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The project's realm lets the services' client see who people are, and nothing more. */
class PeopleIT {
    private static final KeycloakServer KEYCLOAK = KeycloakServer.shared();
    private static final URI REALM = URI.create(KEYCLOAK.issuer().replace("/realms/matinee", "/admin/realms/matinee"));
    private static final URI TOKENS = URI.create(KEYCLOAK.issuer() + "/protocol/openid-connect/token");

    private final ServiceTokens tokens = tokens(KeycloakServer.SERVICES_SECRET);
    private final People people = new People(REALM, tokens);

    /** A Keycloak that was just started takes longer for its first tokens than a service waits. */
    private void awaitToken() {
        RunningNotify.eventually()
                .ignoreExceptions()
                .until(() -> !tokens.token().isEmpty());
    }

    private static ServiceTokens tokens(String secret) {
        return new ServiceTokens(new ServiceTokenSettings(TOKENS, "matinee-services", secret), Clock.systemUTC());
    }

    @Test
    void everyone_isListedInPages_withTheirProvedAddress() throws Exception {
        awaitToken();
        List<String> ids = new ArrayList<>();
        List<String> page = people.list(0, 2);
        while (!page.isEmpty()) {
            ids.addAll(page);
            page = people.list(ids.size(), 2);
        }
        List<String> addresses = new ArrayList<>();
        for (String id : ids) {
            People.Person person = people.find(id).orElseThrow();
            assertThat(person.id()).isEqualTo(id);
            if (person.email() != null) {
                addresses.add(person.name() + " " + person.email());
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(addresses).contains("Ada ada@matinee.test", "Vera vera@matinee.test");
        assertThat(people.find("00000000-0000-7000-8000-000000000000")).isEmpty();
    }

    @Test
    void nothing_canBeChanged() throws Exception {
        awaitToken();
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(REALM + "/users"))
                                .header("Authorization", "Bearer " + tokens.token())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"intruder\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void withoutAToken_itIsTriedLater() {
        People strangers = new People(REALM, tokens("another-secret"));
        assertThatThrownBy(() -> strangers.list(0, 1)).isInstanceOf(IOException.class);
    }
}
