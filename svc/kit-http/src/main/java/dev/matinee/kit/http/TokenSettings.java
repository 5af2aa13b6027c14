package dev.matinee.kit.http;

import java.net.URI;
import java.util.Set;

/**
 * What a token must say.
 *
 * @param issuer the {@code iss}, exactly
 * @param jwks where the issuer's keys are, as this service reaches it
 * @param audience must be in {@code aud}
 * @param clients which {@code azp} may call; tokens made for other clients of the realm are refused
 */
public record TokenSettings(URI issuer, URI jwks, String audience, Set<String> clients) {
    /** The platform's own clients. */
    public static final Set<String> PLATFORM_CLIENTS =
            Set.of("matinee-web", "matinee-cli", "matinee-services", "matinee-gate");

    public TokenSettings(URI issuer, URI jwks, String audience) {
        this(issuer, jwks, audience, PLATFORM_CLIENTS);
    }
}
