package dev.matinee.analytics;

import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.Topics;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/** {@code ./matinee generate events}: sends a made-up history to Kafka as the collector would, or only tells of it. */
final class HistoryProgram {
    private static final Engine.Settings ENGINE = new Engine.Settings(256, 2, Duration.ofMinutes(1));
    private static final int BUFFER = 16 * 1024 * 1024;
    private static final int TOLD = 50_000;
    private static final int SAMPLES = 3;

    private final PrintStream out;

    HistoryProgram(PrintStream out) {
        this.out = out;
    }

    /**
     * @param arguments the warehouse's folder or {@code -}, the first day, days, events, seed, films, {@code send} or
     *     {@code tell}; returns what the process ends with
     * @param settings where Kafka is, which only who sends needs to know
     */
    static int run(List<String> arguments, Supplier<KafkaSettings> settings, PrintStream out) {
        int films = Integer.parseInt(arguments.get(5));
        History history = new History(new History.Plan(
                LocalDate.parse(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                Long.parseLong(arguments.get(3)),
                Long.parseLong(arguments.get(4)),
                arguments.get(0).equals("-") ? List.of() : films(Path.of(arguments.get(0)), films),
                films));
        HistoryProgram program = new HistoryProgram(out);
        if (arguments.get(6).equals("tell")) {
            program.tell(history);
            return 0;
        }
        KafkaSettings kafka = settings.get();
        try {
            Topics.ensure(kafka, List.of(Topic.PLAYBACK_EVENTS, Topic.PAGE_EVENTS));
            program.send(history, kafka);
            return 0;
        } catch (KafkaException e) {
            out.println("Kafka says: " + e.getMessage()
                    + "; the same command sends the same events again, which count once");
            return 1;
        }
    }

    /** The films of the platform that can be watched by everybody, as far as the warehouse in a folder knows them. */
    static List<HistoryFilms.Film> films(Path directory, int most) {
        Warehouse warehouse = new Warehouse(directory);
        try (Engine engine = new Engine(ENGINE, directory.resolve("spill").resolve("generate-" + UUID.randomUUID()))) {
            Relations.define(engine, warehouse);
            try (Engine.Session session = engine.open()) {
                return session.ask(
                        """
                        SELECT content_id, duration_ms, published_at FROM (
                          SELECT content_id, MAX_BY(duration_ms, revision) AS duration_ms, MIN(published_at) AS published_at,
                            MAX_BY(state, revision) AS state, MAX_BY(visibility, revision) AS visibility
                          FROM video GROUP BY content_id) AS films
                        WHERE state = 'ready' AND visibility = 'public' AND duration_ms > 0
                        ORDER BY published_at, content_id LIMIT %d
                        """.formatted(most),
                        // What was published today is watched all the same: the history is made up.
                        row -> new HistoryFilms.Film(row.getString(1), row.getLong(2), 0));
            }
        }
    }

    /** Tells how many of what it would send, and some of it, and sends nothing. */
    void tell(History history) {
        Map<String, Long> kinds = new TreeMap<>();
        Map<LocalDate, Long> days = new TreeMap<>();
        long[] count = {0};
        history.tell(event -> {
            String json = new String(EventJson.write(event.data()), StandardCharsets.UTF_8);
            kinds.merge(
                    event.type().ceType() + " " + json.replaceFirst(".*?\"kind\":\"(\\w+)\".*", "$1"), 1L, Long::sum);
            days.merge(LocalDate.ofInstant(event.time(), ZoneOffset.UTC), 1L, Long::sum);
            if (count[0]++ < SAMPLES) {
                out.println(event.time() + " " + event.type().ceType() + " " + event.id() + " " + json);
            }
        });
        out.println();
        kinds.forEach((kind, events) -> out.printf("%,12d %s%n", events, kind));
        days.forEach((day, events) -> out.printf("%,12d on %s%n", events, day));
        out.printf("%,12d events would be sent%n", count[0]);
    }

    /**
     * Sends all of it; what does not fit into the producer waits, so memory stays as it is.
     *
     * @throws KafkaException when Kafka does not take one; sending the same plan again sends the same events
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told of failures
    void send(History history, KafkaSettings kafka) {
        Properties properties = kafka.producer();
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(BUFFER));
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(128 * 1024));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "60000");
        AtomicReference<KafkaException> failed = new AtomicReference<>();
        long begun = System.nanoTime();
        long[] count = {0};
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(properties)) {
            Consumer<Event> sending = event -> {
                throwIfAny(failed);
                producer.send(EventRecords.of(event), (done, failure) -> {
                    if (failure != null) {
                        failed.compareAndSet(null, new KafkaException("an event was not taken", failure));
                    }
                });
                if (++count[0] % TOLD == 0) {
                    progress(count[0], event, begun);
                }
            };
            history.tell(sending);
            producer.flush();
            throwIfAny(failed);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        out.printf("%,d events are in Kafka after %.1f s, %,.0f a second%n", count[0], seconds, count[0] / seconds);
    }

    private void progress(long count, Event event, long begun) {
        out.printf(
                "%,12d events, up to %s, %,.0f a second%n",
                count, event.time().truncatedTo(ChronoUnit.HOURS), count / ((System.nanoTime() - begun) / 1e9));
    }

    private static void throwIfAny(AtomicReference<KafkaException> failed) {
        KafkaException failure = failed.get();
        if (failure != null) {
            throw failure;
        }
    }
}
