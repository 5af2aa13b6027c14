package dev.matinee.gate;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ErrorCode;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.Status;
import io.helidon.security.jwt.Jwt;
import io.helidon.security.jwt.JwtException;
import io.helidon.security.providers.oidc.common.OidcConfig;
import io.helidon.security.providers.oidc.common.Tenant;
import io.helidon.webclient.api.ClientResponseTyped;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak, as the confidential client of the operator pages. Browsers are sent to its public address; codes and refresh
 * tokens are exchanged at its internal one.
 */
final class IdentityProvider {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final OidcConfig oidc;
    private final TokenVerifier accessTokens;
    private final Clock clock;
    private @Nullable Tenant tenant;

    /** What a login or a refresh gave: the verified access token's caller and the tokens to keep. */
    record Grant(Caller caller, String refreshToken, String idToken) {}

    IdentityProvider(GateConfig config, TokenVerifier accessTokens, Clock clock) {
        this.accessTokens = accessTokens;
        this.clock = clock;
        URI jwks = config.tokens().jwks();
        String issuer = config.tokens().issuer().toString();
        // Stated rather than discovered: gate starts, and sends browsers to the login, while Keycloak is still
        // starting.
        JsonObject metadata = Json.createObjectBuilder()
                .add("issuer", issuer)
                .add("authorization_endpoint", issuer + "/protocol/openid-connect/auth")
                .add("end_session_endpoint", issuer + "/protocol/openid-connect/logout")
                .add("token_endpoint", jwks.resolve("token").toString())
                .add("introspection_endpoint", jwks.resolve("token/introspect").toString())
                .add("jwks_uri", jwks.toString())
                .build();
        this.oidc = OidcConfig.builder()
                .identityUri(jwks.resolve("../.."))
                .oidcMetadataWellKnown(false)
                .oidcMetadata(metadata)
                .issuer(issuer)
                .audience(config.tokens().audience())
                .clientId(config.client().id())
                .clientSecret(config.client().secret())
                .clientTimeout(TIMEOUT)
                // Helidon's own cookies are not used, but it warns when it has no password for them.
                .useCookie(false)
                .cookieEncryptionPassword(config.client().secret().toCharArray())
                .tokenEndpointAuthentication(OidcConfig.ClientAuthentication.CLIENT_SECRET_BASIC)
                .build();
    }

    /** Where a browser logs in (OpenID Connect Core 3.1.2.1, PKCE S256). */
    URI login(LoginAttempt attempt, String callback) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("response_type", "code");
        query.put("client_id", oidc.clientId());
        query.put("redirect_uri", callback);
        query.put("scope", "openid");
        query.put("state", attempt.state());
        query.put("nonce", attempt.nonce());
        query.put("code_challenge", attempt.challenge());
        query.put("code_challenge_method", "S256");
        return URI.create(endpoint("auth") + "?" + encode(query));
    }

    /** Where a browser ends the login at Keycloak too (OpenID Connect RP-Initiated Logout). */
    URI logout(String idToken, URI after) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("id_token_hint", idToken);
        query.put("client_id", oidc.clientId());
        query.put("post_logout_redirect_uri", after.toString());
        return URI.create(endpoint("logout") + "?" + encode(query));
    }

    /** Exchanges the code; empty when Keycloak refuses it or what it gives does not hold. */
    Optional<Grant> exchange(String code, LoginAttempt attempt, String callback) {
        return ask(Parameters.create(
                        "token",
                        Map.of(
                                "grant_type", List.of("authorization_code"),
                                "code", List.of(code),
                                "redirect_uri", List.of(callback),
                                "code_verifier", List.of(attempt.verifier()))))
                .filter(answer -> answer.containsKey("id_token"))
                .map(answer -> {
                    Grant grant = grant(answer, answer.getString("id_token"));
                    checkIdToken(grant, attempt.nonce());
                    return grant;
                });
    }

    /** New tokens for a session; empty when Keycloak has ended it. */
    Optional<Grant> refresh(Session session) {
        return ask(Parameters.create(
                        "token",
                        Map.of(
                                "grant_type", List.of("refresh_token"),
                                "refresh_token", List.of(session.refreshToken()))))
                .map(answer -> grant(answer, answer.getString("id_token", session.idToken())));
    }

    private Grant grant(JsonObject answer, String idToken) {
        return new Grant(
                accessTokens.verify(answer.getString("access_token")), answer.getString("refresh_token", ""), idToken);
    }

    private Optional<JsonObject> ask(Parameters form) {
        ClientResponseTyped<JsonObject> answer;
        try {
            Tenant known = tenant();
            answer = known.appWebClient().post().uri(known.tokenEndpointUri()).submit(form, JsonObject.class);
        } catch (RuntimeException e) {
            throw ProblemException.of(GateError.IDENTITY_UNAVAILABLE, e);
        }
        if (answer.status().family() == Status.Family.SUCCESSFUL) {
            return Optional.of(answer.entity());
        }
        if (answer.status().code() >= 500) {
            throw ProblemException.of(GateError.IDENTITY_UNAVAILABLE);
        }
        return Optional.empty();
    }

    /** OpenID Connect Core 3.1.3.7. */
    private void checkIdToken(Grant grant, String nonce) {
        Jwt jwt = signed(grant.idToken());
        try {
            boolean holds = jwt.issuer().map(oidc.issuer()::equals).orElse(false)
                    && jwt.audience().orElse(List.of()).equals(List.of(oidc.clientId()))
                    && jwt.expirationTime().map(clock.instant()::isBefore).orElse(false)
                    && jwt.subject().map(grant.caller().subject()::equals).orElse(false)
                    && jwt.payloadClaim("nonce")
                            .filter(JsonString.class::isInstance)
                            .map(value -> ((JsonString) value).getString().equals(nonce))
                            .orElse(false);
            if (!holds) {
                throw ProblemException.of(GateError.LOGIN_REFUSED);
            }
        } catch (JwtException | JsonException | IllegalArgumentException e) {
            throw ProblemException.of(GateError.LOGIN_REFUSED, e);
        }
    }

    /** By the same keys as access tokens: one that Keycloak has taken back is soon trusted for neither. */
    private Jwt signed(String idToken) {
        try {
            return accessTokens.verifySignature(idToken);
        } catch (ProblemException e) {
            ErrorCode error = e.error();
            throw error == StandardError.UNAUTHENTICATED ? ProblemException.of(GateError.LOGIN_REFUSED, e) : e;
        }
    }

    /** Keycloak's endpoints with a client for them; made on first use, when Keycloak has to be there. */
    private synchronized Tenant tenant() {
        Tenant known = tenant;
        if (known == null) {
            known = Tenant.create(oidc, oidc);
            tenant = known;
        }
        return known;
    }

    private String endpoint(String name) {
        return oidc.tenantIssuer().orElseThrow() + "/protocol/openid-connect/" + name;
    }

    private static String encode(Map<String, String> query) {
        return query.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}
