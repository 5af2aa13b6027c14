package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventType;
import dev.matinee.events.Topic;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.TraceContext;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import io.helidon.tracing.HeaderProvider;
import io.helidon.tracing.Scope;
import io.helidon.tracing.Span;
import io.helidon.tracing.SpanContext;
import io.helidon.tracing.Tracer;
import io.helidon.tracing.TracerBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a Zipkin hears of an event's way from the outbox to a handler. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventSpansIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PARENT = "a2fb4a1d1a96d312";
    private static final Duration LONG = Duration.ofMinutes(3);

    private final PostgresServer.Database where = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(where.url(), where.user(), where.password(), 4));
    private final KafkaSettings kafka = new KafkaSettings(KafkaServer.shared().bootstrap(), "spans-test");
    private final Outbox outbox = new Outbox("test", Clock.systemUTC());
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private HttpServer zipkin;
    private OutboxRelay relay;
    private String trace = "";

    @BeforeAll
    void listen() throws IOException {
        zipkin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        zipkin.createContext("/", exchange -> {
            InputStream in = exchange.getRequestBody();
            boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            JSON.readTree(zipped ? new GZIPInputStream(in) : in).forEach(heard::add);
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        zipkin.start();
        // Once for this JVM: who relays and consumes asks for the global one.
        TracerBuilder.create("test")
                .collectorUri(
                        URI.create("http://127.0.0.1:" + zipkin.getAddress().getPort() + "/api/v2/spans"))
                .registerGlobal(true)
                .build();
        Topics.ensure(kafka, List.of(Topic.ENCODE_TASKS));
    }

    @AfterAll
    void stopListening() {
        zipkin.stop(0);
        database.close();
    }

    @BeforeEach
    void start() {
        trace = UUID.randomUUID().toString().replace("-", "");
        relay = OutboxRelay.start("test", database, kafka);
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    @Test
    void send_inATrace_isAProducerSpanAndTheParentOfTheHandlersSpan() throws Exception {
        String key = UUID.randomUUID().toString();
        add(key, trace + "-" + PARENT + "-1");
        ConsumerRecord<String, byte[]> record = received(key);
        JsonNode sent = span("encode.tasks send");
        assertThat(sent.path("parentId").asText()).isEqualTo(PARENT);
        assertThat(sent.at("/tags/messaging.operation.type").asText()).isEqualTo("send");
        assertThat(sent.at("/tags/ce_type").asText()).isEqualTo("encode.task");
        String sender = sent.path("id").asText();
        assertThat(EventRecords.b3(record.headers())).contains(trace + "-" + sender + "-1");
        assertThat(EventRecords.text(record.headers(), "traceparent")).contains("00-" + trace + "-" + sender + "-01");

        EventSpans.within(record, "group", () -> {});
        JsonNode handled = span("encode.tasks process");
        assertThat(handled.path("parentId").asText()).isEqualTo(sender);
    }

    @Test
    void send_outsideATrace_hasNoSpanAndNoHeader() {
        String untraced = UUID.randomUUID().toString();
        add(untraced, "");
        ConsumerRecord<String, byte[]> record = received(untraced);
        assertThat(EventSpans.isTraced(record)).isFalse();
        assertThat(record.headers().lastHeader("traceparent")).isNull();
        AtomicReference<Optional<String>> handled = new AtomicReference<>(Optional.of("never"));
        try {
            EventSpans.within(record, "group", () -> handled.set(TraceContext.current()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        assertThat(handled.get()).isEmpty();
        String traced = UUID.randomUUID().toString();
        add(traced, trace + "-" + PARENT + "-1");
        // It was sent after the other, which would have been told by now.
        span("encode.tasks send");
        assertThat(heard.stream()
                        .filter(span -> span.path("name").asText().equals("encode.tasks send"))
                        .map(span -> span.path("parentId").asText()))
                .containsOnly(PARENT);
    }

    @Test
    void within_keptTrace_goesOnWithIt() throws Exception {
        AtomicReference<Optional<String>> current = new AtomicReference<>(Optional.empty());
        EventSpans.within("later", trace + "-" + PARENT + "-1", () -> current.set(TraceContext.current()));
        assertThat(current.get()).hasValueSatisfying(b3 -> assertThat(b3).startsWith(trace + "-"));
        JsonNode later = span("later");
        assertThat(later.path("parentId").asText()).isEqualTo(PARENT);
        EventSpans.within("never", "", () -> current.set(TraceContext.current()));
        assertThat(current.get()).isEmpty();
    }

    @Test
    void current_traceThatIsNotChosen_goesNoFurther() {
        for (String sampled : List.of("0", "1")) {
            SpanContext parent = Tracer.global()
                    .extract(HeaderProvider.create(Map.of(
                            "X-B3-TraceId", List.of(trace),
                            "X-B3-SpanId", List.of(PARENT),
                            "X-B3-Sampled", List.of(sampled))))
                    .orElseThrow();
            Span span = Tracer.global().spanBuilder("request").parent(parent).start();
            try (Scope _ = span.activate()) {
                assertThat(TraceContext.current().isPresent()).isEqualTo(sampled.equals("1"));
            }
            span.end();
        }
    }

    private void add(String key, String b3) {
        database.transact(transaction -> outbox.add(transaction, EventType.ENCODE_TASK, new EncodeTask(key, "v"), b3));
    }

    private ConsumerRecord<String, byte[]> received(String key) {
        try (TopicReader reader = new TopicReader(kafka, Topic.ENCODE_TASKS.topicName())) {
            return reader.await(1, List.of(key)).getFirst();
        }
    }

    private JsonNode span(String name) {
        return Awaitility.await()
                .atMost(LONG)
                .until(
                        () -> heard.stream()
                                .filter(span -> span.path("traceId").asText().equals(trace)
                                        && span.path("name").asText().equals(name))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }
}
