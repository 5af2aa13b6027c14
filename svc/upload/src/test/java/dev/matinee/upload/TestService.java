package dev.matinee.upload;

import dev.matinee.kit.http.Settings;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.IdempotencyKeys;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.S3Server;
import dev.matinee.kit.test.TestKeys;
import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The whole service on real servers, with a database and a bucket of its own and a clock that a test can turn. */
final class TestService implements AutoCloseable {
    static final int PART = 5 * 1024 * 1024;

    final PostgresServer.Database database = PostgresServer.shared().newDatabase();
    final String bucketName;
    final TurnableClock clock = new TurnableClock();
    final UploadConfig config;
    final Main.Running running;
    final SourceBucket bucket;
    final Database second;
    final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private static final Map<String, TestService> SHARED = new ConcurrentHashMap<>();

    /** The service with its defaults, for all tests that take nothing away from it; it ends with the JVM. */
    static TestService shared() {
        return SHARED.computeIfAbsent("defaults", name -> new TestService(Map.of()));
    }

    /** Ends the shared service until it is asked for again: it is in the same consumer group as any other here. */
    static void endShared() {
        TestService shared = SHARED.remove("defaults");
        if (shared != null) {
            shared.close();
        }
    }

    TestService(Map<String, String> changes) {
        this(changes, S3Server.shared());
    }

    TestService(Map<String, String> changes, S3Server s3) {
        bucketName = s3.newBucket("uploads");
        Map<String, String> keys = new HashMap<>(Map.ofEntries(
                Map.entry("server.host", "127.0.0.1"),
                Map.entry("server.port", "0"),
                Map.entry("service.drain", "PT0S"),
                Map.entry("db.url", database.url()),
                Map.entry("db.user", database.user()),
                Map.entry("db.password", database.password()),
                Map.entry("redis.url", RedisServer.shared().url().toString()),
                Map.entry("redis.password", RedisServer.shared().password()),
                Map.entry("kafka.bootstrap", KafkaServer.shared().bootstrap()),
                Map.entry("s3.endpoint", s3.endpoint().toString()),
                Map.entry("s3.metrics", s3.metrics().toString()),
                Map.entry("s3.access", s3.of("upload").access()),
                Map.entry("s3.secret", s3.of("upload").secret()),
                Map.entry("s3.bucket", bucketName),
                Map.entry("direct.key", "A".repeat(43) + "="),
                Map.entry("auth.jwks", TestKeys.shared().jwks().toString()),
                Map.entry("upload.part.bytes", String.valueOf(PART)),
                Map.entry("upload.max.bytes", "8589934592"),
                // A request that lets go has its bytes to make durable first, on a machine that has other things to do.
                Map.entry("upload.lock.wait", "PT10S"),
                // Tests sweep by hand.
                Map.entry("upload.sweep.every", "PT1H")));
        keys.putAll(changes);
        config = UploadConfig.from(
                new Settings(Config.just(ConfigSources.create(keys), ConfigSources.classpath("application.yaml"))));
        running = Main.start(config, clock);
        bucket = new SourceBucket(config.s3());
        second = Database.open(config.database());
    }

    /** Another store on the same tables, as another instance has one. */
    UploadStore store() {
        return new UploadStore(second, new QuotaStore(config.quota(), clock), config.limits(), clock);
    }

    AssemblyStore assemblies() {
        return new AssemblyStore(second, clock);
    }

    EndingStore endings() {
        return new EndingStore(
                second,
                new Outbox(UploadConfig.NAME, clock),
                new DirectUploadStore(second, new QuotaStore(config.quota(), clock), clock),
                bucketName,
                clock);
    }

    URI uri(String path) {
        return running.server().uri().resolve(path);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As a request does that is still being answered. */
    void claim(String subject, String key, byte[] body) {
        IdempotencyKeys.claim(second.execute(), subject, key, body);
    }

    /** One value of the service's own database; {@code sql} has one parameter. */
    String value(String sql, Object parameter) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.server().stop();
        bucket.close();
        second.close();
    }

    static final class TurnableClock extends Clock {
        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        void turn(Duration by) {
            ahead.updateAndGet(by::plus);
        }

        void reset() {
            ahead.set(Duration.ZERO);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
