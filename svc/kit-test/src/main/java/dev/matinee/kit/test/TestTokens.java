package dev.matinee.kit.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tokens shaped like Keycloak's, right and wrong, signed with {@link TestKeys}.
 *
 * <pre>{@code
 * TestTokens tokens = new TestTokens(TestKeys.shared(), ISSUER, Clock.systemUTC());
 * tokens.access("7f0c…", "creator").sign();
 * tokens.access("7f0c…", "creator").without("aud").sign();
 * }</pre>
 */
public final class TestTokens {
    /** The issuer and the audience of a development installation. */
    public static final String ISSUER = "http://localhost:8080/auth/realms/matinee";

    public static final String AUDIENCE = "matinee";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIFETIME = Duration.ofMinutes(5);

    private final TestKeys keys;
    private final String issuer;
    private final Clock clock;

    public TestTokens(TestKeys keys, String issuer, Clock clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** With the shared keys, {@link #ISSUER} and the clock of the machine. */
    public static TestTokens shared() {
        return new TestTokens(TestKeys.shared(), ISSUER, Clock.systemUTC());
    }

    /** An access token that every service accepts: five minutes, client {@code matinee-web}, the given realm roles. */
    public Token access(String subject, String... roles) {
        return common(subject)
                .with("typ", "Bearer")
                .with("aud", AUDIENCE)
                .with("azp", "matinee-web")
                .with("sid", UUID.randomUUID().toString())
                .with("scope", "openid profile email")
                .with("preferred_username", "user-" + subject)
                .with("realm_access", Map.of("roles", List.of(roles)));
    }

    /** An ID token of the client, which is no access token. */
    public Token id(String subject, String client) {
        return common(subject).with("typ", "ID").with("aud", client).with("azp", client);
    }

    private Token common(String subject) {
        Instant now = clock.instant();
        return new Token(keys, Map.of())
                .with("iss", issuer)
                .with("sub", subject)
                .with("jti", UUID.randomUUID().toString())
                .with("iat", now.getEpochSecond())
                .with("exp", now.plus(LIFETIME).getEpochSecond());
    }

    /** The claims of a token to be; each change makes a new one. */
    public record Token(TestKeys keys, Map<String, Object> claims) {
        public Token {
            claims = Map.copyOf(claims);
        }

        /** With a claim set or replaced; an {@link Instant} becomes Unix seconds. */
        public Token with(String claim, Object value) {
            Map<String, Object> changed = new LinkedHashMap<>(claims);
            changed.put(claim, value instanceof Instant instant ? (Object) instant.getEpochSecond() : value);
            return new Token(keys, changed);
        }

        public Token without(String claim) {
            Map<String, Object> changed = new LinkedHashMap<>(claims);
            changed.remove(claim);
            return new Token(keys, changed);
        }

        /** Signed with RS256, as Keycloak does. */
        public String sign() {
            return sign(keys.keyId());
        }

        /** Signed with RS256 under another key id. */
        public String sign(String keyId) {
            String head = content(Map.of("alg", "RS256", "typ", "JWT", "kid", keyId));
            try {
                Signature signature = Signature.getInstance("SHA256withRSA");
                signature.initSign(keys.privateKey());
                signature.update(head.getBytes(StandardCharsets.US_ASCII));
                return head + "." + base64(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        /** {@code alg: none} with an empty signature: must be refused. */
        public String unsigned() {
            return content(Map.of("alg", "none", "typ", "JWT")) + ".";
        }

        /**
         * HS256 with the issuer's public key (PEM) as the secret, the algorithm-confusion attack of RFC 8725 section 2.1: must be
         * refused.
         */
        public String signedWithPublicKey() {
            String head = content(Map.of("alg", "HS256", "typ", "JWT", "kid", keys.keyId()));
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(keys.publicKey().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(pem.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
                return head + "." + base64(mac.doFinal(head.getBytes(StandardCharsets.US_ASCII)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private String content(Map<String, Object> header) {
            try {
                return base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String base64(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }
    }
}
