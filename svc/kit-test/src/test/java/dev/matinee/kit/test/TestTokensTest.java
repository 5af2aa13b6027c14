package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Clock;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class TestTokensTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void sign_verifiesWithThePublishedKey() throws Exception {
        try (TestKeys keys = new TestKeys()) {
            TestTokens tokens = new TestTokens(keys, TestTokens.ISSUER, Clock.systemUTC());
            String token = tokens.access("someone", "viewer").sign();
            JsonNode published = published(keys);

            assertThat(verifies(token, published)).isTrue();
            assertThat(keys.requests()).isEqualTo(1);
            assertThat(part(token, 0).at("/kid")).isEqualTo(published.at("/kid"));
            assertThat(part(token, 1).at("/realm_access/roles/0").asText()).isEqualTo("viewer");

            keys.rotate();
            assertThat(verifies(token, published(keys))).isFalse();
        }
    }

    @Test
    void wrongTokens_carryWhatMakesThemWrong() throws Exception {
        TestTokens.Token token = TestTokens.shared().access("someone");

        assertThat(part(token.unsigned(), 0).at("/alg").asText()).isEqualTo("none");
        assertThat(part(token.signedWithPublicKey(), 0).at("/alg").asText()).isEqualTo("HS256");
        assertThat(part(token.without("aud").sign(), 1).has("aud")).isFalse();
        assertThat(part(TestTokens.shared().id("someone", "matinee-web").sign(), 1)
                        .at("/typ")
                        .asText())
                .isEqualTo("ID");
    }

    private static boolean verifies(String token, JsonNode key) throws Exception {
        PublicKey published = KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(key.at("/n")), number(key.at("/e"))));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(published);
        int dot = token.lastIndexOf('.');
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    private static JsonNode published(TestKeys keys) throws Exception {
        try (InputStream document = keys.jwks().toURL().openStream()) {
            return JSON.readTree(document).at("/keys/0");
        }
    }

    private static BigInteger number(JsonNode encoded) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(encoded.asText()));
    }

    private static JsonNode part(String token, int index) throws Exception {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]));
    }
}
