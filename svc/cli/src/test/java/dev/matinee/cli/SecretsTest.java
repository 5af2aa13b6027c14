package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SecretsTest {
    private static final String ASKED = """
            {"secrets": {"db": "password", "keys": "cdn_keys", "cookie": "key"},
             "jobs": {"catalog": {"db_password": "db", "cdn_keys": "keys"}, "cdn": {"cdn_keys": "keys"}}}
            """;

    @Test
    void complete_nothingThere_makesEach() {
        var secrets = Secrets.complete(Json.parse(ASKED), Map.of());
        assertThat(secrets).containsOnlyKeys("db", "keys", "cookie");
        assertThat(secrets.get("db")).matches("[A-Za-z0-9]{32}");
        var key = Objects.requireNonNull(secrets.get("keys")).split(":", 2);
        assertThat(key[0]).isEqualTo("k1");
        assertThat(Base64.getDecoder().decode(key[1])).hasSize(32);
        assertThat(Base64.getDecoder().decode(secrets.get("cookie"))).hasSize(32);
    }

    @Test
    void complete_twice_keepsAndDiffersBetweenStacks() {
        var first = Secrets.complete(Json.parse(ASKED), Map.of());
        assertThat(Secrets.complete(Json.parse(ASKED), first)).isEqualTo(first);
        assertThat(Secrets.complete(Json.parse(ASKED), Map.of())).isNotEqualTo(first);
    }

    @Test
    void complete_unknownGenerator_isNamed() {
        var asked = Json.parse("{\"secrets\": {\"db\": \"pasword\"}}");
        assertThatThrownBy(() -> Secrets.complete(asked, Map.of()))
                .isInstanceOf(CliError.class)
                .hasMessageContaining("db")
                .hasMessageContaining("pasword");
    }

    @Test
    void variables_jobs_getWhatTheyAskFor() {
        var secrets = Map.of("db", "s3cret", "keys", "k1:abc", "cookie", "c");
        var variables = Secrets.variables(Json.parse(ASKED), secrets);
        assertThat(variables).containsOnlyKeys("catalog", "cdn");
        assertThat(variables.get("catalog"))
                .isEqualTo(Json.object().put("db_password", "s3cret").put("cdn_keys", "k1:abc"));
    }

    @Test
    void variables_undeclaredSecret_isNamed() {
        var asked = Json.parse("{\"secrets\": {}, \"jobs\": {\"gate\": {\"x\": \"nothing\"}}}");
        assertThatThrownBy(() -> Secrets.variables(asked, Map.of()))
                .isInstanceOf(CliError.class)
                .hasMessageContaining("gate")
                .hasMessageContaining("nothing");
    }
}
