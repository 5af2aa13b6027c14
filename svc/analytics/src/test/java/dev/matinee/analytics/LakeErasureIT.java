package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.ChannelChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.s3.S3Settings;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Who is called erased has left no trace in S3 either. */
class LakeErasureIT {
    private final S3Server server = S3Server.shared();
    private final String bucket = server.newBucket("warehouse");
    /** Nobody else's, since other tests' channels are in the same topics. */
    private final String name = "Ada " + UUID.randomUUID();

    private final String ada = UUID.randomUUID().toString();
    private final String bob = UUID.randomUUID().toString();
    private final String video = UUID.randomUUID().toString();
    private final Instant now = Instant.now();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void erased_isSaidWhenS3HasNoTrace_andNotBefore() throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(new KafkaSettings(KafkaServer.shared().bootstrap(), "test").producer())) {
            ChannelChanged channel = new ChannelChanged(UUID.randomUUID().toString(), ada, name, name, name, 1, now);
            producer.send(EventRecords.of(Event.now(EventType.CHANNEL_CREATED, "test", now, channel)))
                    .get();
        }
        try (RunningAnalytics analytics = new RunningAnalytics(settings())) {
            for (String user : List.of(ada, bob)) {
                analytics.sayAs(
                        user,
                        Said.batch(
                                now,
                                Said.playback(UUID.randomUUID().toString(), video, "progressed", now)
                                        .put("watched_ms", 40_000),
                                Said.page("viewed", "watch", now).put("content", video)));
            }
            // Of their session raw and judged, their page, their channel and who viewed.
            RunningAnalytics.eventually()
                    .ignoreException(NoSuchKeyException.class)
                    .untilAsserted(
                            () -> assertThat(objectsSaying(pseudonym(ada))).hasSizeGreaterThan(4));

            String body = "{\"user\":\"" + ada + "\"}";
            Answer asked = analytics.send(
                    "POST", "/erasures", body, "Content-Type", "application/json", "Authorization", operator());
            assertThat(asked.status()).as(asked.response().body()).isEqualTo(202);
            RunningAnalytics.eventually()
                    .untilAsserted(() -> assertThat(analytics
                                    .get("/erasures/" + ada, "Authorization", operator())
                                    .text("state"))
                            .isEqualTo("done"));
            assertThat(eventually(pseudonym(ada))).isEmpty();
            assertThat(eventually(name)).isEmpty();
            assertThat(eventually(pseudonym(bob))).hasSizeGreaterThan(2);
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = RunningAnalytics.settings(directory);
        settings.put("ingest.every", "PT0.2S");
        settings.put("rollup.every", "PT0.2S");
        settings.put("lake.bucket", bucket);
        settings.put("lake.every", "PT0.2S");
        settings.put("s3.endpoint", server.endpoint().toString());
        settings.put("s3.access", server.of("analytics").access());
        settings.put("s3.secret", server.of("analytics").secret());
        return settings;
    }

    /** A file that is replaced between being listed and read is listed anew. */
    private List<String> eventually(String text) {
        return RunningAnalytics.eventually()
                .ignoreException(NoSuchKeyException.class)
                .until(() -> objectsSaying(text), found -> true);
    }

    private static String operator() {
        return "Bearer " + RunningAnalytics.token("me", "operator");
    }

    private String pseudonym(String user) {
        return new Pseudonyms(
                        Base64.getDecoder().decode(RunningAnalytics.KEY),
                        directory.resolve("test-salts"),
                        Clock.systemUTC())
                .member(user);
    }

    /** The objects that have a text in some cell. */
    private List<String> objectsSaying(String text) throws Exception {
        List<String> found = new ArrayList<>();
        S3Settings all = new S3Settings(
                server.endpoint(),
                server.region(),
                server.all().access(),
                server.all().secret());
        Duration soon = Duration.ofSeconds(30);
        Path copy = directory.resolve("copy.parquet");
        try (S3Client s3 = all.client(soon, soon, limits -> limits.apiCallTimeout(soon));
                Engine engine =
                        new Engine(new Engine.Settings(64, 1, Duration.ofMinutes(1)), directory.resolve("test-spill"));
                Engine.Session session = engine.open()) {
            for (S3Object object :
                    s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()) {
                if (!object.key().endsWith(".parquet")) {
                    continue;
                }
                Files.write(
                        copy,
                        s3.getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
                                .asByteArray());
                boolean said = session.ask(
                                "SELECT COUNT(*) FROM read_parquet(" + Engine.quoted(copy)
                                        + ") AS t WHERE contains(CAST(t AS VARCHAR), ?)",
                                row -> row.getLong(1) > 0,
                                text)
                        .getFirst();
                if (said) {
                    found.add(object.key());
                }
            }
        }
        return found;
    }
}
