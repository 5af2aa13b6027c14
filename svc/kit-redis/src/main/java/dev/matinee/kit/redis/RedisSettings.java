package dev.matinee.kit.redis;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

/**
 * Where Redis is.
 *
 * @param url {@code redis://host:port}
 * @param password never logged; empty where none is asked
 */
public record RedisSettings(URI url, Optional<String> password) {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int THREADS = 4;
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    /**
     * How long to wait for Redis.
     *
     * @param timeout for one answer
     * @param retries how often the question is asked again; so a command takes up to {@code (retries + 1) × timeout} and a
     *     little
     * @param connections at most, beside those that wait for a lock or hear a topic
     */
    public record Patience(Duration timeout, int retries, int connections) {}

    /** Redisson's configuration for one Redis that may be away; the client begins to look for it with its first command. */
    public Config config(Patience patience) {
        int timeout = (int) patience.timeout().toMillis();
        Config config =
                new Config().setLazyInitialization(true).setThreads(THREADS).setNettyThreads(THREADS);
        password.ifPresent(config::setPassword);
        config.useSingleServer()
                .setAddress(url.toString())
                .setConnectTimeout(Math.max(CONNECT_TIMEOUT_MS, timeout))
                .setTimeout(timeout)
                .setRetryAttempts(patience.retries())
                .setRetryDelay(new ConstantDelay(RETRY_DELAY))
                .setConnectionPoolSize(patience.connections())
                .setConnectionMinimumIdleSize(1)
                // Whoever waits for a lock holds a subscription: at most as many as Redisson allows by itself.
                .setSubscriptionConnectionMinimumIdleSize(1);
        return config;
    }

    @Override
    public String toString() {
        return "RedisSettings[" + url + "]";
    }
}
