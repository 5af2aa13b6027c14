package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.OpenApiDocument;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed and what is answered. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.of("notify");

    /** The routes are only asked what they are. */
    @Test
    @SuppressWarnings("NullAway")
    void paths_areThoseRouted() {
        URI issuer = URI.create(TestTokens.ISSUER);
        Clock clock = Clock.systemUTC();
        TokenVerifier tokens = new TokenVerifier(new TokenSettings(issuer, issuer, TestTokens.AUDIENCE), clock);
        document.assertRoutes(List.of(
                new InboxRoutes(null, null, tokens),
                new StreamRoutes(null, null, null, tokens, clock),
                new PreferenceRoutes(null, tokens),
                new WebhookRoutes(null, null, tokens),
                new PushRoutes(null, null, null, tokens),
                new UnsubscribeRoutes(null, null, null),
                new MessageRoutes(null, null, null, tokens, clock)));
    }

    @Test
    void bodies_haveTheRecordsFields() {
        document.assertFields("Notification", NotificationView.class);
        document.assertFields("Inbox", InboxRoutes.Inbox.class);
        document.assertFields("Preferences", Preferences.class);
        document.assertFields("WebhookWanted", WebhookRoutes.Wanted.class);
        document.assertFields("Delivery", WebhookStore.Logged.class);
        document.assertFields("Attempt", WebhookStore.Attempt.class);
        document.assertFields("Message", MessageRoutes.Message.class);
        document.assertFields("Subscription", PushRoutes.Subscribed.class);
        Set<String> webhook = OpenApiDocument.fieldsOf(Webhook.class);
        webhook.removeAll(Set.of("member", "revision"));
        assertThat(document.fields("Webhook")).isEqualTo(webhook);
    }

    @Test
    void kindsAndMedia_areTheKnownWords() {
        assertThat(document.words("/components/schemas/Kind/enum")).isEqualTo(OpenApiDocument.wordsOf(Kind.values()));
        assertThat(document.fields("Media")).isEqualTo(OpenApiDocument.wordsOf(Medium.values()));
    }
}
