package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.OpenApiDocument;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed and what is answered. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.of("feed");

    /** The routes are only asked what they are. */
    @Test
    @SuppressWarnings("NullAway")
    void paths_areThoseRouted() {
        URI issuer = URI.create(TestTokens.ISSUER);
        TokenVerifier tokens =
                new TokenVerifier(new TokenSettings(issuer, issuer, TestTokens.AUDIENCE), Clock.systemUTC());
        document.assertRoutes(List.of(new FeedRoutes(null, null, tokens)));
    }

    @Test
    void answers_haveTheRecordsFields() {
        Set<String> item = OpenApiDocument.fieldsOf(Card.Shown.class);
        item.add("reason");
        assertThat(document.fields("Item")).isEqualTo(item);
        document.assertFields("Channel", Card.Channel.class);
        document.assertFields("Reason", Reason.class);
        document.assertFields("SeenIds", FeedRoutes.SeenIds.class);
    }

    @Test
    void bounds_areThoseEnforced() {
        assertThat(document.at("/components/schemas/SeenIds/properties/ids/maxItems")
                        .asInt())
                .isEqualTo(FeedRoutes.MAX_SEEN);
    }

    @Test
    void rankers_areTheKnownOnes() {
        assertThat(document.words("/components/schemas/Ranker/enum"))
                .isEqualTo(
                        Arrays.stream(Ranking.values()).map(Ranking::wireName).collect(Collectors.toSet()));
    }
}
