package dev.matinee.gate;

import dev.matinee.kit.http.ProblemException;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import java.util.List;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * How often a user or an address may ask, counted over all gateways and gates. Each has one number in Redis: the moment
 * when all that was let through so far would be over at the allowed pace (the generic cell rate algorithm, ITU-T I.371,
 * in its virtual scheduling form). As much as is allowed in a period may come at once. Redis' clock counts, so instances
 * need not agree on theirs.
 */
final class RequestRates {
    private static final long SECOND_MICROS = 1_000_000;

    /** Answers the microseconds to wait, 0 for none. KEYS: who asks. ARGV: microseconds per request, and for a burst. */
    private static final String ADMIT = """
            local time = redis.call('TIME')
            local now = time[1] * 1000000 + time[2]
            local over = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now) + ARGV[1]
            local early = over - ARGV[2] - now
            if early > 0 then
                return early
            end
            redis.call('SET', KEYS[1], string.format('%.0f', over), 'PX', math.ceil((over - now) / 1000))
            return 0
            """;

    private final RedissonClient redis;
    private final GateConfig.Rates rates;

    RequestRates(RedissonClient redis, GateConfig.Rates rates) {
        this.redis = redis;
        this.rates = rates;
    }

    /** What is counted apart: one upload is many requests, a login is dear, and a flood of comments or new users is spam. */
    enum Kind {
        MEMBER("member", 1),
        UPLOAD("upload", 1),
        UPLOAD_OPEN("upload-open", 1),
        COMMENT("comment", 60),
        LOGIN("login", 60),
        SIGN_UP("sign-up", 3600);

        private final String word;
        private final int periodSeconds;

        Kind(String word, int periodSeconds) {
            this.word = word;
            this.periodSeconds = periodSeconds;
        }

        String word() {
            return word;
        }
    }

    /**
     * Counts one request.
     *
     * @param who the user or the address
     * @throws ProblemException 429 when it is one too many, 503 when that cannot be told
     */
    void count(Kind kind, String who) {
        int perPeriod = switch (kind) {
            case MEMBER -> rates.member();
            case UPLOAD, UPLOAD_OPEN -> rates.upload();
            case COMMENT -> rates.comment();
            case LOGIN -> rates.login();
            case SIGN_UP -> rates.signUp();
        };
        long periodMicros = kind.periodSeconds * SECOND_MICROS;
        long wait = StoreCalls.asking(() -> redis.getScript(StringCodec.INSTANCE)
                .<Long>eval(
                        RScript.Mode.READ_WRITE,
                        ADMIT,
                        RScript.ReturnType.LONG,
                        List.of("gate:rate:" + kind.word() + ":" + who),
                        String.valueOf(Math.ceilDiv(periodMicros, perPeriod)),
                        String.valueOf(periodMicros)));
        if (wait > 0) {
            Metrics.globalRegistry()
                    .getOrCreate(Counter.builder("gate_limited")
                            .description("Requests that were one too many, by what is counted apart")
                            .tags(List.of(Tag.create("kind", kind.word()))))
                    .increment();
            String seconds = String.valueOf(Math.ceilDiv(wait, SECOND_MICROS));
            throw ProblemException.of(GateError.TOO_MANY_REQUESTS)
                    .withHeader("Retry-After", seconds)
                    .withHeader(
                            "RateLimit-Policy", "\"" + kind.word() + "\";q=" + perPeriod + ";w=" + kind.periodSeconds)
                    .withHeader("RateLimit", "\"" + kind.word() + "\";r=0;t=" + seconds);
        }
    }
}
