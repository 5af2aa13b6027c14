package dev.matinee.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LoginAttemptPropertyTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Property
    void cookie_isReadBackForTenMinutes(@ForAll @IntRange(min = -600, max = 1_200) int seconds) {
        LoginAttempt begun = LoginAttempt.begin("/ui/nodes?filter=a", NOW);
        boolean inTime = seconds >= 0 && seconds < 600;
        assertThat(LoginAttempt.parse(begun.cookie(), NOW.plusSeconds(seconds)).isPresent())
                .isEqualTo(inTime);
        if (inTime) {
            assertThat(LoginAttempt.parse(begun.cookie(), NOW.plusSeconds(seconds)))
                    .contains(begun);
        }
    }

    @Property
    void parse_takesNothingElse(@ForAll String cookie) {
        assertThat(LoginAttempt.parse(cookie, NOW)).isEmpty();
    }

    @Property
    void hasState_onlyItsOwn(@ForAll String other) {
        LoginAttempt attempt = LoginAttempt.begin("/", NOW);
        assertThat(attempt.hasState(other)).isFalse();
        assertThat(attempt.hasState(attempt.state())).isTrue();
        assertThat(attempt.hasState(LoginAttempt.begin("/", NOW).state())).isFalse();
    }

    @Example
    void challenge_isOfTheVerifierAsRfc7636Says() {
        // Appendix B of the RFC.
        assertThat(Secrets.digest("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"))
                .isEqualTo("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    @Example
    void parse_targetOfAnotherHostBecomesTheStart() {
        LoginAttempt tossed = new LoginAttempt(LoginAttempt.begin("/", NOW).secret(), NOW, "//evil.example/");
        assertThat(LoginAttempt.parse(tossed.cookie(), NOW).orElseThrow().target())
                .isEqualTo("/");
    }
}
