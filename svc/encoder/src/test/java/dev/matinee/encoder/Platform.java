package dev.matinee.encoder;

import dev.matinee.encoder.EncoderConfig.S3;
import dev.matinee.encoder.EncoderConfig.Timing;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoSubmitted;
import dev.matinee.events.SourceObject;
import dev.matinee.events.Topic;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.kafka.OutboxRelay;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.S3Server;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The servers around an encoder, and a stand-in for the catalog's outbox. */
final class Platform implements AutoCloseable {
    static final Timing QUICK = new Timing(
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofDays(1));

    static final Pace PACE = new Pace(Duration.ofSeconds(10), Duration.ofSeconds(40), Duration.ofSeconds(12));

    // Kafka's clients print their whole configuration each time one is made. Held here, or the level would be
    // collected.
    private static final Logger KAFKA_LOG = Logger.getLogger("org.apache.kafka");

    static {
        KAFKA_LOG.setLevel(Level.WARNING);
    }

    private final KafkaServer kafka = KafkaServer.shared();
    private final S3Server store = S3Server.shared();
    private final S3Server.Identity identity = store.of("encoder");
    private final PostgresServer.Database database = PostgresServer.shared().newDatabase();
    private final String uploads = store.newBucket("uploads");
    private final String media = store.newBucket("media");
    private final S3Client s3 = S3Client.builder()
            .endpointOverride(store.endpoint())
            .forcePathStyle(true)
            .region(Region.of(store.region()))
            .credentialsProvider(StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(store.all().access(), store.all().secret())))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
    private final Database catalog;
    private final OutboxRelay relay;

    Platform() {
        PostgresServer.Database other = PostgresServer.shared().newDatabase();
        catalog = Database.open(new DatabaseSettings(other.url(), other.user(), other.password(), 3));
        Topics.ensure(kafka(), Set.of(Topic.values()));
        relay = OutboxRelay.start("catalog", catalog, kafka());
    }

    private KafkaSettings kafka() {
        return new KafkaSettings(kafka.bootstrap(), "test-" + UUID.randomUUID());
    }

    EncoderConfig config(Path work, Timing timing) {
        return new EncoderConfig(
                new ServiceSettings(
                        EncoderConfig.SERVICE,
                        "encoder-" + UUID.randomUUID(),
                        "test",
                        "127.0.0.1",
                        0,
                        "127.0.0.1",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ZERO),
                new DatabaseSettings(database.url(), database.user(), database.password(), 6),
                kafka(),
                new S3(store.endpoint(), identity.access(), identity.secret(), store.region(), media),
                new TokenSettings(
                        URI.create(TestTokens.ISSUER), TestKeys.shared().jwks(), TestTokens.AUDIENCE),
                1,
                work,
                Clips.PROGRAMS,
                "ultrafast",
                PACE,
                false,
                1L << 30,
                20L << 20,
                timing,
                Clips.LIMITS);
    }

    /** The same as environment variables, for an encoder in a process of its own. */
    List<String> environment(Path work, String preset, Duration lease) {
        return List.of(
                "DB_URL=" + database.url(),
                "DB_USER=" + database.user(),
                "DB_PASSWORD=" + database.password(),
                "KAFKA_BOOTSTRAP=" + kafka.bootstrap(),
                "S3_ENDPOINT=" + store.endpoint(),
                "S3_ACCESS=" + identity.access(),
                "S3_SECRET=" + identity.secret(),
                "S3_BUCKET=" + media,
                "SERVER_HOST=127.0.0.1",
                "ENCODER_WORK=" + work,
                "ENCODER_PRESET=" + preset,
                "ENCODER_LEASE=" + lease,
                "ENCODER_RETRY=PT0.1S",
                "ENCODER_CHUNKSFROM=PT40S",
                "ENCODER_CHUNK=PT12S",
                "PATH=" + System.getenv("PATH"));
    }

    Database encoderDatabase() {
        return Database.open(new DatabaseSettings(database.url(), database.user(), database.password(), 3));
    }

    /** What catalog says, through its outbox. */
    void say(EventType type, EventData data) {
        Outbox outbox = new Outbox("catalog", Clock.systemUTC());
        catalog.transact(transaction -> outbox.add(transaction, type, data));
    }

    /** Puts a file where uploads are and submits it for a new video. */
    VideoSubmitted submit(Path file, String owner) throws IOException {
        String key = UUID.randomUUID().toString();
        s3.putObject(request -> request.bucket(uploads).key(key), file);
        VideoSubmitted submitted = new VideoSubmitted(
                UUID.randomUUID().toString(),
                key,
                owner,
                new SourceObject(uploads, key, Files.size(file), "film.mp4", "video/mp4", null));
        say(EventType.VIDEO_SUBMITTED, submitted);
        return submitted;
    }

    /** The same for a photo of an album. */
    PhotoSubmitted submitPhoto(Path file, String album, String photo) throws IOException {
        String key = UUID.randomUUID().toString();
        s3.putObject(request -> request.bucket(uploads).key(key), file);
        PhotoSubmitted submitted = new PhotoSubmitted(
                album,
                photo,
                key,
                "ada",
                new SourceObject(uploads, key, Files.size(file), "a.jpg", "image/jpeg", null));
        say(EventType.PHOTO_SUBMITTED, submitted);
        return submitted;
    }

    List<String> mediaKeys(String prefix) {
        return s3.listObjectsV2Paginator(request -> request.bucket(media).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    String mediaText(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(media).key(key)).asUtf8String();
    }

    byte[] mediaBytes(String key) {
        return s3.getObjectAsBytes(request -> request.bucket(media).key(key)).asByteArray();
    }

    String cacheControl(String key) {
        return s3.headObject(request -> request.bucket(media).key(key)).cacheControl();
    }

    void putMedia(String key, String text) {
        s3.putObject(
                request -> request.bucket(media).key(key),
                software.amazon.awssdk.core.sync.RequestBody.fromString(text));
    }

    /** Everything that was said about a video so far on a topic. */
    List<Event> said(Topic topic, String contentId) {
        List<Event> events = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka().consumer("test-" + UUID.randomUUID()))) {
            var partitions = consumer.partitionsFor(topic.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> EventRecords.read(record)
                                .filter(event -> event.data().aggregateId().equals(contentId))
                                .ifPresent(events::add));
            }
        }
        return events;
    }

    List<Event> said(EventType type, String contentId) {
        return said(type.topic(), contentId).stream()
                .filter(event -> event.type() == type)
                .toList();
    }

    @Override
    public void close() {
        relay.close();
        catalog.close();
        s3.close();
    }
}
