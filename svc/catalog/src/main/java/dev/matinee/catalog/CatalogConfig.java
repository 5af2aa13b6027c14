package dev.matinee.catalog;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.sql.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.NoSuchElementException;

/**
 * Everything that can be set.
 *
 * @param publicUrl the gateway as browsers see it
 * @param cdnKey signs media paths
 * @param cdnLife how long a signed path opens
 * @param limits how long a video waits for its file and for its media
 * @param sweep how often schedules and deadlines are looked at
 */
record CatalogConfig(
        ServiceSettings service,
        DatabaseSettings database,
        RedisSettings redis,
        KafkaSettings kafka,
        TokenSettings tokens,
        CacheSettings cache,
        URI publicUrl,
        CdnKey cdnKey,
        Duration cdnLife,
        VideoStore.Limits limits,
        Duration sweep) {
    static final String NAME = "catalog";
    private static final Duration DAY = Duration.ofDays(1);

    static CatalogConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(NAME, settings);
        return new CatalogConfig(
                service,
                new DatabaseSettings(
                        settings.text("db.url"),
                        settings.text("db.user"),
                        settings.text("db.password"),
                        settings.integer("db.pool", 2, 100)),
                new RedisSettings(settings.uri("redis.url"), settings.find("redis.password")),
                new KafkaSettings(
                        settings.text("kafka.bootstrap"),
                        service.id(),
                        settings.find("kafka.user")
                                .map(user -> new KafkaSettings.Login(user, settings.text("kafka.password")))),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                new CacheSettings(
                        settings.size("cache.near.bytes"),
                        settings.duration("cache.near.life", Duration.ofMillis(100), DAY),
                        settings.duration("cache.redis.life", Duration.ofMillis(100), DAY),
                        settings.duration("cache.nothing.life", Duration.ofMillis(100), DAY)),
                settings.uri("public.url"),
                key(settings),
                settings.duration("cdn.life", Duration.ofHours(2), DAY),
                new VideoStore.Limits(
                        settings.duration("limits.uploading", Duration.ofSeconds(1), Duration.ofDays(30)),
                        settings.duration("limits.processing", Duration.ofSeconds(1), Duration.ofDays(30))),
                settings.duration("sweep.every", Duration.ofMillis(50), Duration.ofHours(1)));
    }

    private static CdnKey key(Settings settings) {
        try {
            return settings.list("cdn.keys").stream()
                    .map(CdnKey::parse)
                    .toList()
                    .getFirst();
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("cdn.keys", String.valueOf(e.getMessage()));
        } catch (NoSuchElementException e) {
            throw new InvalidSettingException("cdn.keys", "is not set");
        }
    }
}
