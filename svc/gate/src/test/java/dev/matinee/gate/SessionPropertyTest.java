package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SessionPropertyTest {
    private static final Instant LOGIN = Instant.parse("2026-01-02T03:04:05Z");
    private static final GateConfig.Lifetimes LIFETIMES =
            new GateConfig.Lifetimes(Duration.ofMinutes(30), Duration.ofHours(10), Duration.ofSeconds(30));

    @Property
    void over_whenIdleOrTooOld(
            @ForAll @IntRange(max = 50_000) int seenSeconds, @ForAll @IntRange(max = 50_000) int quietSeconds) {
        Instant now = LOGIN.plusSeconds(seenSeconds).plusSeconds(quietSeconds);
        Session session = session(LOGIN.plusSeconds(seenSeconds), LOGIN.plusSeconds(600));
        boolean expected = quietSeconds >= 30 * 60 || seenSeconds + quietSeconds >= 10 * 60 * 60;
        assertThat(session.over(now, LIFETIMES)).isEqualTo(expected);
        assertThat(session.left(now, LIFETIMES)).isLessThanOrEqualTo(LIFETIMES.idle());
    }

    @Property
    void stale_beforeTheAccessTokenEnds(@ForAll @IntRange(max = 2_000) int seconds) {
        Session session = session(LOGIN, LOGIN.plusSeconds(600));
        assertThat(session.stale(LOGIN.plusSeconds(seconds), LIFETIMES)).isEqualTo(seconds >= 570);
    }

    private static Session session(Instant seen, Instant accessExpires) {
        return new Session("sub", "olga", "sid", "consul.localhost", true, LOGIN, seen, accessExpires, "refresh", "id");
    }
}
