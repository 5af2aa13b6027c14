package dev.matinee.gate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A login that a browser has begun. It lives in a cookie of that browser only, so that nobody can fill our store by asking
 * for pages; {@code state}, {@code nonce} and the PKCE verifier (RFC 7636) are three digests of one secret.
 *
 * @param secret 256 random bits
 * @param begun in whole seconds
 * @param target the path to return to
 */
record LoginAttempt(String secret, Instant begun, String target) {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Pattern COOKIE =
            Pattern.compile("([A-Za-z0-9_-]{43})\\.([0-9]{1,12})\\.([A-Za-z0-9_-]{1,1400})");
    private static final int NAME_CHARS = 8;

    static LoginAttempt begin(String target, Instant now) {
        return new LoginAttempt(Secrets.random(RANDOM), Instant.ofEpochSecond(now.getEpochSecond()), target);
    }

    /** Reads the cookie; empty when it is not one of ours or too old. */
    static Optional<LoginAttempt> parse(String cookie, Instant now) {
        Matcher parts = COOKIE.matcher(cookie);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            LoginAttempt attempt = new LoginAttempt(
                    parts.group(1),
                    Instant.ofEpochSecond(Long.parseLong(parts.group(2))),
                    OperatorHosts.target(
                            new String(Base64.getUrlDecoder().decode(parts.group(3)), StandardCharsets.UTF_8)));
            boolean fresh = !attempt.begun().isAfter(now)
                    && attempt.begun().plus(LIFETIME).isAfter(now);
            return Optional.of(attempt).filter(found -> fresh);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String cookie() {
        return secret + "." + begun.getEpochSecond() + "."
                + BASE64.encodeToString(target.getBytes(StandardCharsets.UTF_8));
    }

    /** What tells the cookies of several logins in one browser apart. */
    static String cookieSuffix(String state) {
        return state.substring(0, Math.min(NAME_CHARS, state.length()));
    }

    boolean hasState(String other) {
        return MessageDigest.isEqual(state().getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    String state() {
        return Secrets.digest("state:" + secret);
    }

    String nonce() {
        return Secrets.digest("nonce:" + secret);
    }

    String verifier() {
        return Secrets.digest("verifier:" + secret);
    }

    String challenge() {
        return Secrets.digest(verifier());
    }
}
