package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.TestTokens;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed and what is answered. */
class OpenApiTest {
    private static final Set<String> VERBS = Set.of("get", "head", "post", "put", "patch", "delete", "options");

    private final JsonNode document = read();

    @Test
    void paths_areThoseRouted() {
        Set<String> documented = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(verb -> {
                    if (VERBS.contains(verb)) {
                        documented.add(verb + " " + path.getKey());
                    }
                }));
        assertThat(documented).isEqualTo(routes());
    }

    @Test
    void bodies_haveTheRecordsFields() {
        assertThat(fields("Notification")).isEqualTo(snakeCase(NotificationView.class));
        assertThat(fields("Inbox")).isEqualTo(snakeCase(InboxRoutes.Inbox.class));
        assertThat(fields("Preferences")).isEqualTo(snakeCase(Preferences.class));
        assertThat(fields("WebhookWanted")).isEqualTo(snakeCase(WebhookRoutes.Wanted.class));
        assertThat(fields("Delivery")).isEqualTo(snakeCase(WebhookStore.Logged.class));
        assertThat(fields("Attempt")).isEqualTo(snakeCase(WebhookStore.Attempt.class));
        assertThat(fields("Message")).isEqualTo(snakeCase(MessageRoutes.Message.class));
        assertThat(fields("Subscription")).isEqualTo(snakeCase(PushRoutes.Subscribed.class));
        Set<String> webhook = snakeCase(Webhook.class);
        webhook.removeAll(Set.of("member", "revision"));
        assertThat(fields("Webhook")).isEqualTo(webhook);
    }

    @Test
    void kindsAndMedia_areTheKnownWords() {
        assertThat(words(document.at("/components/schemas/Kind/enum"))).isEqualTo(names(Kind.values()));
        assertThat(fields("Media")).isEqualTo(names(Medium.values()));
    }

    private Set<String> fields(String schema) {
        Set<String> fields = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        return fields;
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new TreeSet<>();
        list.forEach(word -> words.add(word.asText()));
        return words;
    }

    private static Set<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> snakeCase(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Writes down what the routes ask of the rules; they are not to be asked anything else. */
    @SuppressWarnings("NullAway")
    private static Set<String> routes() {
        URI issuer = URI.create(TestTokens.ISSUER);
        TokenVerifier tokens =
                new TokenVerifier(new TokenSettings(issuer, issuer, TestTokens.AUDIENCE), Clock.systemUTC());
        Set<String> found = new TreeSet<>();
        HttpRules rules = (HttpRules) Proxy.newProxyInstance(
                HttpRules.class.getClassLoader(), new Class<?>[] {HttpRules.class}, (proxy, method, arguments) -> {
                    if (!VERBS.contains(method.getName())) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    found.add(method.getName() + " " + arguments[0]);
                    return proxy;
                });
        List<HttpService> all = List.of(
                new InboxRoutes(null, null, tokens),
                new StreamRoutes(null, null, null, tokens, Clock.systemUTC()),
                new PreferenceRoutes(null, tokens),
                new WebhookRoutes(null, null, tokens),
                new PushRoutes(null, null, null, tokens),
                new UnsubscribeRoutes(null, null, null),
                new MessageRoutes(null, null, null, tokens, Clock.systemUTC()));
        all.forEach(each -> each.routing(rules));
        return found;
    }

    private static JsonNode read() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi/notify.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
