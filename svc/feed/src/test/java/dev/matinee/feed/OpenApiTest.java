package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.TestTokens;
import io.helidon.webserver.http.HttpRules;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;
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
    void answers_haveTheRecordsFields() {
        Set<String> item = snakeCase(Card.Shown.class);
        item.add("reason");
        assertThat(fields("Item")).isEqualTo(item);
        assertThat(fields("Channel")).isEqualTo(snakeCase(Card.Channel.class));
        assertThat(fields("Reason")).isEqualTo(snakeCase(Reason.class));
        assertThat(fields("SeenIds")).isEqualTo(snakeCase(FeedRoutes.SeenIds.class));
    }

    @Test
    void bounds_areThoseEnforced() {
        assertThat(document.at("/components/schemas/SeenIds/properties/ids/maxItems")
                        .asInt())
                .isEqualTo(FeedRoutes.MAX_SEEN);
    }

    @Test
    void rankers_areTheKnownOnes() {
        Set<String> words = new TreeSet<>();
        document.at("/components/schemas/Ranker/enum").forEach(word -> words.add(word.asText()));
        assertThat(words)
                .isEqualTo(Arrays.stream(Ranking.values())
                        .map(Ranking::wireName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private Set<String> fields(String schema) {
        Set<String> fields = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(fields::add);
        return fields;
    }

    private static Set<String> snakeCase(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT))
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
        new FeedRoutes(null, null, tokens).routing(rules);
        return found;
    }

    private static JsonNode read() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi/feed.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
