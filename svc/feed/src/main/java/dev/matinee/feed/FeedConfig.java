package dev.matinee.feed;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.ServiceTokenSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.sql.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Everything that can be set.
 *
 * @param trending how old the list of what is trending may be
 * @param related how old a list of what is related may be
 */
record FeedConfig(
        ServiceSettings service,
        DatabaseSettings database,
        List<URI> catalog,
        RedisSettings redis,
        KafkaSettings kafka,
        TokenSettings tokens,
        ServiceTokenSettings ownTokens,
        FanOut fanOut,
        Duration trending,
        Duration related) {
    static final String NAME = "feed";

    /**
     * @param threshold followers from which a channel is read and no longer pushed
     * @param part followers that one message is for
     * @param idle who read nothing for so long is not pushed to
     */
    record FanOut(int threshold, int part, Duration idle) {}

    static FeedConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(NAME, settings);
        return new FeedConfig(
                service,
                new DatabaseSettings(
                        settings.text("db.url"),
                        settings.text("db.user"),
                        settings.text("db.password"),
                        settings.integer("db.pool", 3, 100)),
                settings.addresses("catalog.urls"),
                new RedisSettings(settings.uri("redis.url"), settings.find("redis.password")),
                new KafkaSettings(
                        settings.text("kafka.bootstrap"),
                        service.id(),
                        settings.find("kafka.user")
                                .map(user -> new KafkaSettings.Login(user, settings.text("kafka.password")))),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                ServiceTokenSettings.from(settings),
                new FanOut(
                        settings.integer("fanout.threshold", 1, 1_000_000),
                        settings.integer("fanout.part", 1, 100_000),
                        settings.duration("fanout.idle", Duration.ofMinutes(1), Duration.ofDays(90))),
                settings.duration("trending.every", Duration.ofMillis(100), Duration.ofHours(1)),
                settings.duration("related.life", Duration.ofMillis(100), Duration.ofHours(1)));
    }
}
