package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.OpenApiDocument;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed and what is answered. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.of("search");

    /** The routes are only asked what they are. */
    @Test
    @SuppressWarnings("NullAway")
    void paths_areThoseRouted() {
        URI issuer = URI.create(TestTokens.ISSUER);
        TokenVerifier tokens =
                new TokenVerifier(new TokenSettings(issuer, issuer, TestTokens.AUDIENCE), Clock.systemUTC());
        document.assertRoutes(List.of(new SearchRoutes(null, null, null, null, null, tokens)));
    }

    @Test
    void answers_haveTheRecordsFields() {
        document.assertFields("Found", Found.class);
        document.assertFields("Item", Found.Item.class);
        document.assertFields("Suggested", Suggester.Suggested.class);
        document.assertFields("Progress", Rebuild.Progress.class);
    }

    @Test
    void enums_areTheKnownWords() {
        assertThat(document.words("/components/schemas/Kind/enum")).isEqualTo(Question.KINDS);
        assertThat(OpenApiDocument.words(parameter("sort").at("/schema/enum")))
                .isEqualTo(OpenApiDocument.wordsOf(Question.Order.values()));
        assertThat(OpenApiDocument.words(parameter("facet").at("/schema/items/enum")))
                .isEqualTo(OpenApiDocument.wordsOf(Question.Facet.values()));
        assertThat(document.words("/components/schemas/Progress/properties/state/enum"))
                .isEqualTo(OpenApiDocument.wordsOf(Rebuild.State.values()));
    }

    private JsonNode parameter(String name) {
        for (JsonNode parameter : document.at("/paths/~1search/get/parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        throw new AssertionError("no parameter " + name);
    }
}
