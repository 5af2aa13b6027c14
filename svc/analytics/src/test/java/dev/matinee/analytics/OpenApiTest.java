package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.test.OpenApiDocument;
import dev.matinee.kit.test.TestTokens;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is routed and what is taken and answered. */
class OpenApiTest {
    private final OpenApiDocument document = OpenApiDocument.of("analytics");

    /** The routes are only asked what they are. */
    @Test
    @SuppressWarnings("NullAway")
    void paths_areThoseRouted() {
        URI issuer = URI.create(TestTokens.ISSUER);
        Clock clock = Clock.systemUTC();
        TokenVerifier tokens = new TokenVerifier(new TokenSettings(issuer, issuer, TestTokens.AUDIENCE), clock);
        document.assertRoutes(List.of(
                new CollectRoutes(null, null, tokens, Duration.ZERO, clock),
                new AuditRoutes(null, null, tokens, clock),
                new MetricRoutes(null, null, null, tokens, clock),
                new ReportRoutes(null, null, null, tokens, clock),
                new LiveRoutes(null, null, null, tokens, clock),
                new ErasureRoutes(null, null, tokens)));
    }

    @Test
    void schemas_haveTheRecordsFields() {
        document.assertFields("Playback", PlaybackReport.class);
        document.assertFields("Page", PageReport.class);
        document.assertFields("Batch", CollectRoutes.Batch.class);
        document.assertFields("Taken", CollectRoutes.Taken.class);
        document.assertFields("Rule", AuditRoutes.Rule.class);
        document.assertFields("Live", LiveRoutes.Live.class);
        document.assertFields("Watched", LiveNumbers.Watched.class);
        document.assertFields("Metrics", MetricRoutes.Metrics.class);
        document.assertFields("Described", MetricRoutes.Described.class);
        document.assertFields("Points", MetricRoutes.Points.class);
        document.assertFields("Point", MetricStore.Point.class);
        document.assertFields("Reports", ReportRoutes.Reports.class);
        document.assertFields("ReportWords", ReportRoutes.ReportWords.class);
        document.assertFields("Rows", ReportRoutes.Rows.class);
        document.assertFields("Retention", ReportRoutes.Retention.class);
        document.assertFields("RetentionPoint", ReportStore.Point.class);
        document.assertFields("Erasure", ErasureRoutes.Erasure.class);
        document.assertFields("Progress", ErasureRoutes.Progress.class);
        document.assertFields("Audit", AuditRoutes.Audit.class);
    }

    @Test
    void words_areThoseKnown() {
        assertThat(document.words("/components/schemas/Playback/properties/kind/enum"))
                .isEqualTo(PlaybackReport.KINDS);
        assertThat(document.words("/components/schemas/Page/properties/kind/enum"))
                .isEqualTo(PageReport.KINDS);
        assertThat(document.words("/components/schemas/Metric/enum"))
                .isEqualTo(OpenApiDocument.wordsOf(Metric.values()));
        assertThat(document.words("/components/schemas/Dimension/enum"))
                .isEqualTo(OpenApiDocument.wordsOf(Dimension.values()));
        assertThat(document.words("/components/schemas/Report/enum"))
                .isEqualTo(OpenApiDocument.wordsOf(ReportKind.values()));
    }

    @Test
    void bounds_areThoseEnforced() {
        assertThat(document.at("/components/schemas/Batch/properties/events/maxItems")
                        .asInt())
                .isEqualTo(CollectRoutes.MAX_EVENTS);
    }
}
