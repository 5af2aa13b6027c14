package dev.matinee.kit.kafka;

import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.Tracer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Goes on with the trace a record carries while it is being handled. */
public final class EventSpans {
    private EventSpans() {}

    /** Work that may throw anything. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /** Runs work under a consumer span named after the record's topic, a child of the sender's span. */
    public static void within(ConsumerRecord<String, byte[]> record, String group, Work work) throws Exception {
        Tracer tracer = Tracer.global();
        Span.Builder<?> builder = tracer.spanBuilder(record.topic() + " process")
                .kind(Span.Kind.CONSUMER)
                .tag("messaging.system", "kafka")
                .tag("messaging.destination.name", record.topic())
                .tag("messaging.consumer.group.name", group)
                .tag("ce_type", EventRecords.text(record.headers(), "ce_type").orElse(""));
        EventRecords.b3(record.headers())
                .flatMap(b3 -> tracer.extract(HeaderProvider.create(multiHeader(b3))))
                .ifPresent(builder::parent);
        Span span = builder.start();
        try (Scope _ = span.activate()) {
            work.run();
            span.end();
        } catch (Exception | Error e) {
            span.end(e);
            throw e;
        }
    }

    private static Map<String, List<String>> multiHeader(String b3) {
        String[] parts = b3.split("-", -1);
        Map<String, List<String>> headers = new HashMap<>();
        if (parts.length >= 2) {
            headers.put("X-B3-TraceId", List.of(parts[0]));
            headers.put("X-B3-SpanId", List.of(parts[1]));
            headers.put("X-B3-Sampled", List.of("1"));
        }
        return headers;
    }
}
