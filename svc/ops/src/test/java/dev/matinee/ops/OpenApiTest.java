package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.OpenApiDocument;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed and what is answered. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.of("ops");

    /** The routes are only asked what they are. */
    @Test
    @SuppressWarnings("NullAway")
    void paths_areThoseRouted() {
        URI issuer = URI.create(TestTokens.ISSUER);
        TokenVerifier tokens =
                new TokenVerifier(new TokenSettings(issuer, issuer, TestTokens.AUDIENCE), Clock.systemUTC());
        document.assertRoutes(List.of(
                new HouseRoutes(null, null, null, null, null, tokens),
                new LetterRoutes(null, tokens),
                new UserRoutes(null, null, tokens)));
    }

    @Test
    void answers_haveTheRecordsFields() {
        Map.ofEntries(
                        Map.entry("Away", Told.Away.class),
                        Map.entry("Instance", Instance.class),
                        Map.entry("Check", Instance.Check.class),
                        Map.entry("Job", Job.class),
                        Map.entry("Allocation", Job.Allocation.class),
                        Map.entry("Task", Job.Task.class),
                        Map.entry("Event", Job.Event.class),
                        Map.entry("Queue", Queue.class),
                        Map.entry("Limited", RateLimits.Limited.class),
                        Map.entry("Errors", HouseRoutes.Errors.class),
                        Map.entry("Counted", Failures.Problem.class),
                        Map.entry("Line", Failures.Line.class),
                        Map.entry("Used", Storage.Used.class),
                        Map.entry("Link", Links.Link.class),
                        Map.entry("Box", LetterBoxes.Box.class),
                        Map.entry("Letter", LetterBoxes.Letter.class),
                        Map.entry("Driven", LetterBoxes.Driven.class),
                        Map.entry("User", User.class))
                .forEach(document::assertFields);
    }

    @Test
    void enums_areTheKnownWords() {
        assertThat(document.words("/components/schemas/Away/properties/source/enum"))
                .isEqualTo(OpenApiDocument.wordsOf(Source.values()));
        assertThat(document.words("/components/schemas/User/properties/roles/items/enum"))
                .isEqualTo(Arrays.stream(Role.values()).map(Role::realmName).collect(Collectors.toSet()));
    }
}
