package dev.matinee.bench;

import dev.matinee.events.ClientKind;
import dev.matinee.events.Event;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaybackReported;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reports of players as the collector puts them into Kafka, the same by number in every run: sessions of ten reports, of films
 * by a power law. As a program it fills Kafka with them, beside what is measured.
 */
public final class PlaybackLoad {
    private static final int REPORTS = 10;
    private static final int FILMS = 5_000;
    private static final int VIEWERS = 200_000;
    private static final long SEED = 42;
    private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");
    private static final String[] SOURCES = {"home", "search", "following", "related", "channel", "link"};
    private static final String[] DEVICES = {"desktop", "mobile", "tablet", "tv"};
    private static final int[] RUNGS = {360, 480, 720, 1080};

    private PlaybackLoad() {}

    /** Arguments: Kafka, how many. */
    public static void main(String[] args) throws ExecutionException, InterruptedException {
        long count = Long.parseLong(args[1]);
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                args[0],
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                ProducerConfig.BATCH_SIZE_CONFIG,
                65_536,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                StringSerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class))) {
            AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
            for (long number = 0; number < count && refused.get() == null; number++) {
                Future<RecordMetadata> last = producer.send(record(report(number)), (record, failure) -> {
                    if (failure != null) {
                        refused.set(failure);
                    }
                });
                if (number == count - 1) {
                    last.get();
                }
            }
            if (refused.get() != null) {
                throw new BenchException("Kafka took not all: " + refused.get());
            }
        }
    }

    static Event report(long number) {
        SplittableRandom session = new SplittableRandom(SEED + number / REPORTS);
        int step = (int) (number % REPORTS);
        UUID id = new UUID(session.nextLong(), session.nextLong());
        double part = session.nextDouble();
        String film = uuid((long) (FILMS * part * part * part)).toString();
        long viewer = session.nextLong(VIEWERS);
        int rung = RUNGS[session.nextInt(RUNGS.length)];
        String source = SOURCES[session.nextInt(SOURCES.length)];
        String device = DEVICES[session.nextInt(DEVICES.length)];
        // Ten million reports are one day.
        Instant time = BEGIN.plusMillis(number / REPORTS * 86).plusSeconds(step * 10L);
        boolean first = step == 0;
        return new Event(
                new UUID(number, ~id.getMostSignificantBits()),
                EventType.PLAYBACK_REPORTED,
                "/analytics",
                time,
                new PlaybackReported(
                        id.toString(),
                        film,
                        "v" + uuid(viewer).toString().replace("-", "").substring(0, 22),
                        first ? "started" : step == 1 ? "playing" : "progressed",
                        time.plusMillis(300),
                        step * 10_000L,
                        first ? null : (step - 1) * 10_000L,
                        first ? null : step * 10_000L,
                        first ? null : 10_000L,
                        step == 1 ? 300 + session.nextLong(2_000) : null,
                        step == 5 && rung == 1080 ? 700L : null,
                        null,
                        rung,
                        1080,
                        first ? source : null,
                        first ? "example.org" : null,
                        new ClientKind(device, "linux", "firefox", null, false)));
    }

    /** As the collector sends it. */
    static ProducerRecord<String, byte[]> record(Event event) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                event.type().topic().topicName(), event.data().aggregateId(), EventJson.write(event.data()));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        event.id().toString(),
                        "ce_type",
                        event.type().ceType(),
                        "ce_source",
                        event.source(),
                        "ce_time",
                        event.time().toString(),
                        "content-type",
                        "application/json")
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    /** The same as lines of JSON, with what is in the headers. */
    static void lines(Path file, int count) {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int number = 0; number < count; number++) {
                Event event = report(number);
                out.write("{\"ce_id\":\"" + event.id() + "\",\"ce_time\":\"" + event.time() + "\","
                        + new String(EventJson.write(event.data()), StandardCharsets.UTF_8).substring(1) + "\n");
            }
        } catch (IOException e) {
            throw new BenchException("cannot write " + file, e);
        }
    }

    /** What a page would post: so many reports of players, from one number on. */
    static String batch(long from, int count) {
        Instant now = Instant.now();
        StringBuilder body = new StringBuilder("{\"sent_at\":\"" + now + "\",\"events\":[");
        for (long number = from; number < from + count; number++) {
            Event event = report(number);
            PlaybackReported said = (PlaybackReported) event.data();
            body.append(number == from ? "" : ",")
                    .append("{\"type\":\"playback\",\"id\":\"")
                    .append(event.id())
                    .append("\",\"time\":\"")
                    .append(now.minus(Duration.ofMillis(number % 10_000)))
                    .append("\",\"session\":\"")
                    .append(said.sessionId())
                    .append("\",\"video\":\"")
                    .append(said.contentId())
                    .append("\",\"kind\":\"progressed\",\"position_ms\":")
                    .append(number)
                    .append(",\"from_ms\":0,\"to_ms\":10000,\"watched_ms\":10000,\"rung\":720,\"player_height\":1080,")
                    .append("\"source\":\"home\",\"referrer\":\"example.org\"}");
        }
        return body.append("]}").toString();
    }

    private static UUID uuid(long number) {
        SplittableRandom random = new SplittableRandom(number);
        return new UUID(random.nextLong(), random.nextLong());
    }
}
