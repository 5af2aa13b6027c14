package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.TracerBuilder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the tracer that services have; nobody listens for its spans here. */
class AnyTraceHeaderTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";
    private static final AnyTraceHeader TRACER = new AnyTraceHeader(TracerBuilder.create("films")
            .collectorUri(URI.create("http://127.0.0.1:1/api/v2/spans"))
            .registerGlobal(false)
            .build());

    private static Optional<SpanContext> extract(Map<String, List<String>> headers) {
        return TRACER.extract(HeaderProvider.create(headers));
    }

    @ParameterizedTest
    @CsvSource({
        "b3, " + TRACE + "-" + SPAN + "-1",
        "b3, " + TRACE + "-" + SPAN,
        "b3, " + TRACE + "-" + SPAN + "-d-00f067aa0ba902b7",
        "b3, " + TRACE + "-" + SPAN + "-0",
        "traceparent, 00-" + TRACE + "-" + SPAN + "-01",
        "traceparent, 00-" + TRACE + "-" + SPAN + "-00",
        "traceparent, 42-" + TRACE + "-" + SPAN + "-01-what-a-later-version-adds"
    })
    void extract_oneHeader_goesOnWithItsTrace(String header, String value) {
        assertThat(extract(Map.of(header, List.of(value))).map(SpanContext::traceId))
                .contains(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void extract_severalHeaders_comeFirst(String sampled) {
        assertThat(extract(Map.of(
                                "X-B3-TraceId", List.of(TRACE),
                                "X-B3-SpanId", List.of(SPAN),
                                "X-B3-Sampled", List.of(sampled),
                                "traceparent", List.of("00-" + "1".repeat(32) + "-" + SPAN + "-01")))
                        .map(SpanContext::traceId))
                .contains(TRACE);
    }

    @ParameterizedTest
    @CsvSource({
        "b3, 0",
        "b3, x-y-1",
        "b3, ''",
        "traceparent, 00-" + TRACE + "-" + SPAN,
        "traceparent, ff-" + TRACE + "-" + SPAN + "-01",
        "traceparent, 00-00000000000000000000000000000000-" + SPAN + "-01",
        "traceparent, 00-" + TRACE + "-0000000000000000-01",
        "traceparent, nonsense"
    })
    void extract_noTrace_isNone(String header, String value) {
        assertThat(AnyTraceHeader.single(value).or(() -> AnyTraceHeader.traceparent(value)))
                .as(header)
                .isEmpty();
    }
}
