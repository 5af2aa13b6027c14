package dev.matinee.analytics;

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
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed and what is taken and answered. */
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
    void schemas_haveTheRecordsFields() {
        assertThat(fields("Playback")).isEqualTo(snakeCase(PlaybackReport.class));
        assertThat(fields("Page")).isEqualTo(snakeCase(PageReport.class));
        assertThat(fields("Batch")).isEqualTo(snakeCase(CollectRoutes.Batch.class));
        assertThat(fields("Taken")).isEqualTo(snakeCase(CollectRoutes.Taken.class));
        assertThat(fields("Rule")).isEqualTo(snakeCase(AuditRoutes.Rule.class));
        assertThat(fields("Live")).isEqualTo(snakeCase(LiveRoutes.Live.class));
        assertThat(fields("Watched")).isEqualTo(snakeCase(LiveNumbers.Watched.class));
        assertThat(fields("Metrics")).isEqualTo(snakeCase(MetricRoutes.Metrics.class));
        assertThat(fields("Described")).isEqualTo(snakeCase(MetricRoutes.Described.class));
        assertThat(fields("Points")).isEqualTo(snakeCase(MetricRoutes.Points.class));
        assertThat(fields("Point")).isEqualTo(snakeCase(MetricStore.Point.class));
        assertThat(fields("Reports")).isEqualTo(snakeCase(ReportRoutes.Reports.class));
        assertThat(fields("ReportWords")).isEqualTo(snakeCase(ReportRoutes.ReportWords.class));
        assertThat(fields("Rows")).isEqualTo(snakeCase(ReportRoutes.Rows.class));
        assertThat(fields("Retention")).isEqualTo(snakeCase(ReportRoutes.Retention.class));
        assertThat(fields("RetentionPoint")).isEqualTo(snakeCase(ReportStore.Point.class));
        assertThat(fields("Erasure")).isEqualTo(snakeCase(ErasureRoutes.Erasure.class));
        assertThat(fields("Progress")).isEqualTo(snakeCase(ErasureRoutes.Progress.class));
        assertThat(fields("Audit")).isEqualTo(snakeCase(AuditRoutes.Audit.class));
    }

    @Test
    void words_areThoseKnown() {
        assertThat(words("Playback", "kind")).isEqualTo(PlaybackReport.KINDS);
        assertThat(words("Page", "kind")).isEqualTo(PageReport.KINDS);
    }

    @Test
    void metricsAndDimensions_areThoseKnown() {
        Set<String> metrics = new TreeSet<>();
        document.at("/components/schemas/Metric/enum").forEach(word -> metrics.add(word.asText()));
        assertThat(metrics)
                .isEqualTo(Arrays.stream(Metric.values()).map(Metric::wireName).collect(Collectors.toSet()));
        Set<String> dimensions = new TreeSet<>();
        document.at("/components/schemas/Dimension/enum").forEach(word -> dimensions.add(word.asText()));
        assertThat(dimensions)
                .isEqualTo(Arrays.stream(Dimension.values())
                        .map(Dimension::wireName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void reports_areThoseKnown() {
        Set<String> reports = new TreeSet<>();
        document.at("/components/schemas/Report/enum").forEach(word -> reports.add(word.asText()));
        assertThat(reports)
                .isEqualTo(Arrays.stream(ReportKind.values())
                        .map(ReportKind::wireName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void bounds_areThoseEnforced() {
        assertThat(document.at("/components/schemas/Batch/properties/events/maxItems")
                        .asInt())
                .isEqualTo(CollectRoutes.MAX_EVENTS);
    }

    private Set<String> words(String schema, String field) {
        Set<String> words = new TreeSet<>();
        document.at("/components/schemas/" + schema + "/properties/" + field + "/enum")
                .forEach(word -> words.add(word.asText()));
        return words;
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
        new CollectRoutes(null, null, tokens, Duration.ZERO, Clock.systemUTC()).routing(rules);
        new AuditRoutes(null, null, tokens, Clock.systemUTC()).routing(rules);
        new MetricRoutes(null, null, tokens, Clock.systemUTC()).routing(rules);
        new ReportRoutes(null, null, tokens, Clock.systemUTC()).routing(rules);
        new LiveRoutes(null, null, null, tokens, Clock.systemUTC()).routing(rules);
        new ErasureRoutes(null, null, tokens).routing(rules);
        return found;
    }

    private static JsonNode read() {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi/analytics.yaml")) {
            return new YAMLMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
