package dev.matinee.analytics;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.s3.S3Settings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Everything that can be set.
 *
 * @param key what pseudonyms of members are made with; another key makes everybody somebody else
 * @param lake where the warehouse's files are copied to; nowhere unless a bucket is named
 */
record AnalyticsConfig(
        ServiceSettings service,
        KafkaSettings kafka,
        TokenSettings tokens,
        Key key,
        Collection collection,
        Path directory,
        Ingester.Settings ingest,
        Upkeep.Settings upkeep,
        Optional<Lake.Settings> lake,
        Engine.Settings engine,
        Prices prices,
        LiveReader.Settings live) {
    static final String NAME = "analytics";

    /** Never shown. */
    record Key(String base64) {
        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return "Key";
        }
    }

    /**
     * @param waiting events that may wait for Kafka at once; who comes beyond is told to come again
     * @param patience how long a request waits for Kafka
     * @param late how long ago something may have happened to be taken at all
     */
    record Collection(int waiting, Duration patience, Duration late) {}

    static AnalyticsConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(NAME, settings);
        return new AnalyticsConfig(
                service,
                kafka(service.id(), settings),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                key(settings),
                new Collection(
                        settings.integer("collect.waiting", 100, 1_000_000),
                        settings.duration("collect.patience", Duration.ofMillis(100), Duration.ofSeconds(30)),
                        settings.duration("collect.late", Duration.ofMinutes(1), Duration.ofDays(30))),
                directory(settings),
                new Ingester.Settings(
                        settings.duration("ingest.every", Duration.ofMillis(100), Duration.ofMinutes(10)),
                        settings.integer("ingest.rows", 1, 10_000_000),
                        settings.size("ingest.bytes"),
                        settings.duration("rollup.every", Duration.ofMillis(100), Duration.ofHours(1))),
                new Upkeep.Settings(
                        settings.integer("warehouse.days", ViewRule.REUSED_DAYS + 2, 36_500),
                        new Compactor.Settings(
                                settings.integer("compact.files", 2, 10_000),
                                settings.duration("compact.quiet", Duration.ofMillis(100), Duration.ofDays(1)))),
                settings.find("lake.bucket")
                        .map(bucket -> new Lake.Settings(
                                new S3Settings(
                                        settings.uri("s3.endpoint"),
                                        settings.text("s3.region"),
                                        settings.text("s3.access"),
                                        settings.text("s3.secret")),
                                bucket,
                                settings.duration("lake.every", Duration.ofMillis(100), Duration.ofHours(1)))),
                new Engine.Settings(
                        settings.integer("engine.memory", 32, 1_000_000),
                        settings.integer("engine.threads", 1, 256),
                        settings.duration("engine.patience", Duration.ofSeconds(1), Duration.ofMinutes(10))),
                new Prices(
                        price(settings, "price.cpu"),
                        price(settings, "price.stored"),
                        price(settings, "price.sent"),
                        settings.text("price.currency")),
                new LiveReader.Settings(
                        settings.duration("live.every", Duration.ofMillis(100), Duration.ofMinutes(1)),
                        settings.duration("live.window", Duration.ofSeconds(5), Duration.ofMinutes(10)),
                        settings.integer("live.sessions", 100, 1_000_000),
                        new LiveBoard.Limits(
                                settings.integer("live.member", 1, 100), settings.integer("live.all", 1, 100_000))));
    }

    /** @param client names this process to Kafka */
    static KafkaSettings kafka(String client, Settings settings) {
        return new KafkaSettings(
                settings.text("kafka.bootstrap"),
                client,
                settings.find("kafka.user")
                        .map(user -> new KafkaSettings.Login(user, settings.text("kafka.password"))));
    }

    private static double price(Settings settings, String key) {
        String text = settings.text(key);
        if (!text.matches("[0-9]{1,9}([.][0-9]{1,9})?")) {
            throw new InvalidSettingException(key, "is no price such as 0.04");
        }
        return Double.parseDouble(text);
    }

    private static Path directory(Settings settings) {
        try {
            return Path.of(settings.text("warehouse.dir")).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new InvalidSettingException("warehouse.dir", "is no path: " + e.getReason());
        }
    }

    private static Key key(Settings settings) {
        Key key = new Key(settings.text("analytics.key"));
        try {
            if (key.bytes().length == 32) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("analytics.key", "is not base64");
        }
        throw new InvalidSettingException("analytics.key", "must be 32 bytes in base64");
    }
}
