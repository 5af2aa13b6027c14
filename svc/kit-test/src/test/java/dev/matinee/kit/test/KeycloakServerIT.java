package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The realm file works on the version of development and on that of production. */
class KeycloakServerIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {KeycloakServer.VERSION, KeycloakServer.PRODUCTION_VERSION})
    void realm_givesTokensAsServicesExpectThem(String version) throws Exception {
        KeycloakServer server = KeycloakServer.shared(version);

        try {
            JsonNode ada = claims(server.token("ada", KeycloakServer.PASSWORD, "matinee-cli"));
            assertThat(ada.path("iss").asText()).isEqualTo(server.issuer());
            assertThat(ada.path("typ").asText()).isEqualTo("Bearer");
            assertThat(texts(ada.path("aud"))).contains("matinee");
            assertThat(ada.path("azp").asText()).isEqualTo("matinee-cli");
            assertThat(ada.path("sub").asText()).isNotEmpty();
            assertThat(ada.path("preferred_username").asText()).isEqualTo("ada");
            assertThat(texts(ada.at("/realm_access/roles")))
                    .contains("creator", "viewer")
                    .doesNotContain("operator", "service");

            JsonNode olga = claims(server.token("olga", KeycloakServer.PASSWORD, "matinee-cli"));
            assertThat(texts(olga.at("/realm_access/roles"))).contains("operator");

            JsonNode services = claims(server.clientToken("matinee-services", KeycloakServer.SERVICES_SECRET));
            assertThat(texts(services.path("aud"))).contains("matinee");
            assertThat(services.path("azp").asText()).isEqualTo("matinee-services");
            assertThat(texts(services.at("/realm_access/roles"))).contains("service");
        } finally {
            // Two at a time would be most of a small machine's memory.
            server.stop();
        }
    }

    private static Iterable<String> texts(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList()
                : List.of(node.asText());
    }

    private static JsonNode claims(String token) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }
}
