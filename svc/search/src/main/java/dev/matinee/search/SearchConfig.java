package dev.matinee.search;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.ServiceTokenSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.redis.RedisSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Everything that can be set. */
record SearchConfig(
        ServiceSettings service,
        Elasticsearch elasticsearch,
        Index index,
        List<URI> catalog,
        RedisSettings redis,
        KafkaSettings kafka,
        TokenSettings tokens,
        ServiceTokenSettings ownTokens,
        Answers answers,
        Suggestions suggestions) {
    static final String NAME = "search";

    /** @param timeout of one question */
    record Elasticsearch(List<URI> urls, Duration timeout) {}

    /** @param name the alias that queries ask */
    record Index(String name, int shards, int replicas) {}

    /**
     * Which answers are kept.
     *
     * @param asked how often within a minute a question must come
     * @param life for how long at most
     */
    record Answers(int asked, Duration life) {}

    /**
     * @param bytes kept in this process
     * @param life for how long at most
     * @param asked how many must have asked a query before it is suggested
     */
    record Suggestions(long bytes, Duration life, int asked) {}

    static SearchConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(NAME, settings);
        return new SearchConfig(
                service,
                new Elasticsearch(
                        settings.addresses("elasticsearch.urls"),
                        settings.duration("elasticsearch.timeout", Duration.ofMillis(100), Duration.ofMinutes(1))),
                new Index(
                        name(settings),
                        settings.integer("index.shards", 1, 64),
                        settings.integer("index.replicas", 0, 5)),
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
                new Answers(
                        settings.integer("cache.asked", 1, 1_000),
                        settings.duration("cache.life", Duration.ofMillis(100), Duration.ofMinutes(1))),
                new Suggestions(
                        settings.size("suggest.bytes"),
                        settings.duration("suggest.life", Duration.ofMillis(100), Duration.ofMinutes(1)),
                        settings.integer("suggest.asked", 1, 1_000_000)));
    }

    /** Elasticsearch wants index names in lower case, and ours end with a number of their own. */
    private static String name(Settings settings) {
        String name = settings.text("index.name");
        if (!name.matches("[a-z][a-z0-9_]{0,60}")) {
            throw new InvalidSettingException("index.name", "must be small letters, digits and _");
        }
        return name;
    }
}
