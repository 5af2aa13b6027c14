package dev.matinee.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Logins that were ended before their tokens: a subject's up to a moment, or one session altogether. Every instance may be
 * late by the time it caches an answer. While Redis is away nothing passes, since a revoked token must not.
 */
final class Revocations {
    private static final long REMEMBERED = 50_000;
    private static final String SUBJECT = "gate:revoked:subject:";
    private static final String SESSION = "gate:revoked:session:";

    private final RedissonClient redis;
    private final GateConfig.Revocation settings;
    private final Clock clock;
    private final Cache<List<String>, Map<String, String>> known;

    Revocations(RedissonClient redis, GateConfig.Revocation settings, Clock clock) {
        this.redis = redis;
        this.settings = settings;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(settings.cache())
                .ticker(Ticker.systemTicker())
                .build();
    }

    /** Ends every login of the subject that began until now; returns the moment. */
    Instant revokeSubject(String subject) {
        Instant now = clock.instant();
        put(SUBJECT + subject, Long.toString(now.getEpochSecond()));
        return now;
    }

    /** Ends one login of Keycloak, by its {@code sid}; returns the moment. */
    Instant revokeSession(String session) {
        put(SESSION + session, "1");
        return clock.instant();
    }

    /**
     * @throws ProblemException 401 when this login was ended, 503 when that cannot be told
     */
    void check(Caller caller) {
        if (revoked(caller.subject(), caller.session(), caller.issuedAt())) {
            throw ProblemException.of(GateError.TOKEN_REVOKED)
                    .withHeader("WWW-Authenticate", "Bearer realm=\"matinee\", error=\"invalid_token\"");
        }
    }

    boolean revoked(String subject, String session, Instant since) {
        List<String> keys = new ArrayList<>(List.of(SUBJECT + subject));
        if (!session.isEmpty()) {
            keys.add(SESSION + session);
        }
        Map<String, String> found = known.getIfPresent(keys);
        if (found == null) {
            // Not under the cache's lock: one slow answer would hold up other users.
            found = StoreCalls.asking(
                    () -> redis.getBuckets(StringCodec.INSTANCE).<String>get(keys.toArray(String[]::new)));
            known.put(List.copyOf(keys), found);
        }
        String before = found.get(SUBJECT + subject);
        // A token's time has whole seconds: one of the very second may be older than the revocation.
        return found.containsKey(SESSION + session)
                || (before != null && since.getEpochSecond() <= Long.parseLong(before));
    }

    private void put(String key, String value) {
        StoreCalls.asking(() -> {
            redis.<String>getBucket(key, StringCodec.INSTANCE).set(value, settings.keep());
            return true;
        });
        known.invalidateAll();
    }
}
