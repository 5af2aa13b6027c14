package dev.matinee.kit.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.helidon.common.Errors;
import io.helidon.http.HeaderNames;
import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.JwtException;
import io.helidon.security.jwt.JwtHeaders;
import io.helidon.security.jwt.SignedJwt;
import io.helidon.security.jwt.jwk.JwkKeys;
import io.helidon.webserver.http.ServerRequest;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks access tokens, in every service: signature by a key of the issuer under an asymmetric algorithm, {@code iss},
 * {@code aud}, {@code azp}, {@code exp}, {@code nbf}, and that it is an access token at all (Keycloak puts {@code typ:
 * Bearer} in those and {@code typ: ID} in ID tokens). RFC 8725 says why each of them. A verified token is remembered
 * until it expires or the issuer's keys change, because a signature check costs more than the rest of a read.
 */
public final class TokenVerifier {
    private static final Set<String> ALGORITHMS = Set.of("RS256", "RS384", "RS512", "ES256", "ES384", "ES512");
    private static final Duration LEEWAY = Duration.ofSeconds(5);
    private static final int MAX_TOKEN_CHARS = 16 * 1024;
    private static final long REMEMBERED = 20_000;

    private final TokenSettings settings;
    private final Clock clock;
    private final KeySet keys;
    private final Cache<String, Verified> verified;

    /** Whose token it is, and under which of the issuer's key sets it held. */
    private record Verified(Caller caller, JwkKeys under) {}

    public TokenVerifier(TokenSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = new KeySet(settings.jwks(), clock);
        this.verified = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfter(Expiry.<String, Verified>creating((token, known) -> {
                    Duration left =
                            Duration.between(clock.instant(), known.caller().expiresAt());
                    return left.isNegative() ? Duration.ZERO : left;
                }))
                .build();
    }

    /**
     * Who calls, if they say.
     *
     * @return empty without an {@code Authorization} header
     * @throws ProblemException 401 when there is one that does not hold
     */
    public Optional<Caller> find(ServerRequest request) {
        return request.headers().first(HeaderNames.AUTHORIZATION).map(header -> {
            if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
                throw refused("only bearer tokens are taken");
            }
            return verify(header.substring(7).strip());
        });
    }

    /** Who calls; 401 for nobody. */
    public Caller require(ServerRequest request) {
        return find(request).orElseThrow(() -> ProblemException.of(StandardError.UNAUTHENTICATED));
    }

    /** Who calls, with a role; 401 for nobody, 403 without the role. */
    public Caller require(ServerRequest request, Role role) {
        Caller caller = require(request);
        if (!caller.has(role)) {
            throw ProblemException.of(
                    StandardError.FORBIDDEN, "This needs the role " + role.realmName() + ", which you do not have.");
        }
        return caller;
    }

    /**
     * Checks a token.
     *
     * @param token the compact serialisation, without {@code Bearer}
     * @throws ProblemException 401 with what is wrong; 503 while the issuer's keys were never reached
     */
    public Caller verify(String token) {
        Verified known = verified.getIfPresent(token);
        // The same set, not an equal one: a set that differs may lack the token's key.
        if (known != null && known.caller().expiresAt().isAfter(clock.instant()) && isStillHeld(known.under())) {
            return known.caller();
        }
        Verified found = check(token);
        verified.put(token, found);
        return found.caller();
    }

    // Identity is what is asked for: the key set gives the same object until the issuer shows other keys.
    @SuppressWarnings("ReferenceEquality")
    private boolean isStillHeld(JwkKeys under) {
        return keys.current() == under;
    }

    /**
     * Reads a token that is none for us, such as a login's ID token. That one of the keys which the issuer shows signed it
     * is all that is looked at.
     *
     * @param token the compact serialisation
     * @throws ProblemException 401 when that does not hold; 503 while the issuer's keys were never reached
     */
    public Jwt verifySignature(String token) {
        return signed(token).jwt();
    }

    private record Signed(Jwt jwt, JwkKeys under) {}

    private Verified check(String token) {
        Signed signed = signed(token);
        return new Verified(claims(signed.jwt()), signed.under());
    }

    private Signed signed(String token) {
        if (token.length() > MAX_TOKEN_CHARS) {
            throw refused("the token is too long");
        }
        try {
            JwtHeaders headers = JwtHeaders.parseToken(token);
            if (!headers.algorithm().map(ALGORITHMS::contains).orElse(false)) {
                throw refused("the token's algorithm is not accepted");
            }
            if (headers.critical().isPresent()) {
                throw refused("the token has critical headers we do not know");
            }
            SignedJwt signed = SignedJwt.parseToken(headers, token);
            Jwt jwt = signed.getJwt();
            String keyId = headers.keyId().orElseThrow(() -> refused("the token names no key"));
            JwkKeys trusted = keys.holding(keyId).orElseThrow(() -> refused("the token's key is unknown"));
            if (!signed.verifySignature(trusted).isValid()) {
                throw refused("the token's signature does not hold");
            }
            return new Signed(jwt, trusted);
        } catch (JwtException | Errors.ErrorMessagesException | IllegalArgumentException e) {
            throw refused("the token cannot be read");
        }
    }

    private Caller claims(Jwt jwt) {
        Instant now = clock.instant();
        Instant expires = jwt.expirationTime().orElseThrow(() -> refused("the token has no expiry"));
        if (!expires.isAfter(now)) {
            throw refused("the token is expired");
        }
        if (jwt.notBefore().map(from -> from.isAfter(now.plus(LEEWAY))).orElse(false)) {
            throw refused("the token is not valid yet");
        }
        if (!jwt.issuer().map(settings.issuer().toString()::equals).orElse(false)) {
            throw refused("the token is from another issuer");
        }
        if (!jwt.audience().orElse(List.of()).contains(settings.audience())) {
            throw refused("the token is for another audience");
        }
        if (!text(jwt, "typ").map("Bearer"::equals).orElse(false)) {
            throw refused("this is not an access token");
        }
        String client = text(jwt, "azp").orElse("");
        if (!settings.clients().contains(client)) {
            throw refused("the token was made for another client");
        }
        String subject = jwt.subject().filter(sub -> !sub.isBlank()).orElseThrow(() -> refused("it names nobody"));
        return new Caller(
                subject,
                text(jwt, "preferred_username").orElse(subject),
                client,
                text(jwt, "sid").orElse(""),
                roles(jwt),
                jwt.issueTime().orElse(now),
                expires);
    }

    private static Optional<String> text(Jwt jwt, String claim) {
        return jwt.payloadClaim(claim)
                .filter(JsonString.class::isInstance)
                .map(value -> ((JsonString) value).getString());
    }

    private static Set<Role> roles(Jwt jwt) {
        JsonValue access = jwt.payloadClaim("realm_access").orElse(JsonValue.NULL);
        if (!(access instanceof JsonObject object) || !(object.get("roles") instanceof JsonArray names)) {
            return Set.of();
        }
        return names.stream()
                .filter(JsonString.class::isInstance)
                .flatMap(name -> Role.ofRealmName(((JsonString) name).getString()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static ProblemException refused(String why) {
        return ProblemException.of(StandardError.UNAUTHENTICATED, "Log in again: " + why + ".")
                .withHeader(
                        "WWW-Authenticate",
                        "Bearer realm=\"matinee\", error=\"invalid_token\", error_description=\"" + why + "\"");
    }
}
