package dev.matinee.kit.kafka;

import dev.matinee.kit.sql.TraceContext;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.Tracer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Goes on with a trace through Kafka: while a record is sent, while it is handled, and in work that was kept for later. */
public final class EventSpans {
    // Helidon 4.1.7 tells Zipkin of a server, whatever the kind of a span is, unless it is a client: this says which it
    // was.
    private static final String OPERATION = "messaging.operation.type";

    private EventSpans() {}

    /** Work that may throw anything. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }

    /**
     * Runs work under a consumer span named after the record's topic, a child of the sender's span; untraced where the record
     * carries none, since what is not traced, or not chosen to be told, does not begin to be on its way.
     */
    public static void within(ConsumerRecord<String, byte[]> record, String group, Work work) throws Exception {
        Tracer tracer = Tracer.global();
        Optional<SpanContext> sender = EventRecords.b3(record.headers()).flatMap(b3 -> context(tracer, b3));
        if (sender.isEmpty()) {
            work.run();
            return;
        }
        Span.Builder<?> builder = tracer.spanBuilder(record.topic() + " process")
                .kind(Span.Kind.CONSUMER)
                .tag("messaging.system", "kafka")
                .tag(OPERATION, "process")
                .tag("messaging.destination.name", record.topic())
                .tag("messaging.consumer.group.name", group)
                .tag("ce_type", EventRecords.text(record.headers(), "ce_type").orElse(""));
        within(builder.parent(sender.get()).start(), work);
    }

    /**
     * Runs work under a span of its own in the trace that it was once asked for in; untraced where none was kept.
     *
     * @param b3 as {@link TraceContext#current()} gave it; empty for none
     */
    public static void within(String name, String b3, Work work) throws Exception {
        Tracer tracer = Tracer.global();
        Optional<SpanContext> kept = context(tracer, b3);
        if (kept.isEmpty()) {
            work.run();
            return;
        }
        within(tracer.spanBuilder(name).parent(kept.get()).start(), work);
    }

    /** Whether a record carries a trace. */
    public static boolean isTraced(ConsumerRecord<String, byte[]> record) {
        return EventRecords.b3(record.headers()).isPresent();
    }

    /**
     * Begins a producer span of a record that is about to be sent, and makes the record carry it, so that whoever handles
     * it is its child.
     *
     * @param b3 the trace of the sender's transaction; empty for none, and then there is no span
     */
    static Optional<Span> sending(ProducerRecord<String, byte[]> record, String b3) {
        if (b3.isEmpty()) {
            return Optional.empty();
        }
        Tracer tracer = Tracer.global();
        Optional<Span> span = context(tracer, b3)
                .map(parent -> tracer.spanBuilder(record.topic() + " send")
                        .kind(Span.Kind.PRODUCER)
                        .tag("messaging.system", "kafka")
                        .tag(OPERATION, "send")
                        .tag("messaging.destination.name", record.topic())
                        .tag(
                                "ce_type",
                                EventRecords.text(record.headers(), "ce_type").orElse(""))
                        .parent(parent)
                        .start());
        // Without a Zipkin of its own a service still hands a trace on.
        EventRecords.trace(
                record.headers(),
                span.map(Span::context).flatMap(TraceContext::of).orElse(b3));
        return span;
    }

    private static void within(Span span, Work work) throws Exception {
        try (Scope _ = span.activate()) {
            work.run();
            span.end();
        } catch (Exception | Error e) {
            span.end(e);
            throw e;
        }
    }

    private static Optional<SpanContext> context(Tracer tracer, String b3) {
        Map<String, List<String>> headers = multiHeader(b3);
        return headers.isEmpty() ? Optional.empty() : tracer.extract(HeaderProvider.create(headers));
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
