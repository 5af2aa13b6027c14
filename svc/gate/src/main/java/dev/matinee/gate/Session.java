package dev.matinee.gate;

import java.time.Duration;
import java.time.Instant;

/**
 * An operator's login on one host.
 *
 * @param identitySession Keycloak's {@code sid}
 * @param host the only host where its cookie counts, since the page behind that host sees the cookie
 * @param operator whether the last access token had the role
 * @param accessExpires when that token ends
 */
record Session(
        String subject,
        String name,
        String identitySession,
        String host,
        boolean operator,
        Instant loggedIn,
        Instant seen,
        Instant accessExpires,
        String refreshToken,
        String idToken) {

    boolean over(Instant now, GateConfig.Lifetimes lifetimes) {
        return !left(now, lifetimes).isPositive();
    }

    /** How long it can still be used when nothing more is heard of it. */
    Duration left(Instant now, GateConfig.Lifetimes lifetimes) {
        Instant idle = seen.plus(lifetimes.idle());
        Instant absolute = loggedIn.plus(lifetimes.absolute());
        return Duration.between(now, idle.isBefore(absolute) ? idle : absolute);
    }

    boolean stale(Instant now, GateConfig.Lifetimes lifetimes) {
        return !accessExpires.minus(lifetimes.refresh()).isAfter(now);
    }

    Session seenAt(Instant now) {
        return new Session(
                subject, name, identitySession, host, operator, loggedIn, now, accessExpires, refreshToken, idToken);
    }
}
