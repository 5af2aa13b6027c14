package dev.matinee.e2e;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The signer's side of the path token, written from ARCHITECTURE.md and not from any service's code. */
record MediaToken(String kid, SecretKey key) {
    MediaToken(String kid, byte[] key) {
        this(kid, new SecretKeySpec(key, "HmacSHA256"));
    }

    String sign(String contentId, Instant expiry, long epoch) {
        return sign(contentId, Long.toString(expiry.getEpochSecond()), Long.toString(epoch));
    }

    String sign(String contentId, String exp, String epoch) {
        var signed = "v1\n" + kid + "\n" + exp + "\n" + epoch + "\n/v/" + contentId + "/";
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            var signature = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
            return kid + "." + exp + "." + epoch + "." + signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
        }
    }

    String entry() {
        return kid + ":" + Base64.getEncoder().encodeToString(key.getEncoded());
    }
}
