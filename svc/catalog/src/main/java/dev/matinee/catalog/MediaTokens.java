package dev.matinee.catalog;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs media paths, as ARCHITECTURE.md says; the CDN checks them. */
final class MediaTokens {
    private static final String ALGORITHM = "HmacSHA256";

    private final CdnKey key;

    MediaTokens(CdnKey key) {
        this.key = key;
    }

    /** {@code <kid>.<exp>.<epoch>.<sig>}: opens everything of one video until {@code expires}, or its epoch grows. */
    String token(UUID contentId, long epoch, Instant expires) {
        long exp = expires.getEpochSecond();
        String signed = "v1\n" + key.id() + "\n" + exp + "\n" + epoch + "\n/v/" + contentId + "/";
        return key.id() + "." + exp + "." + epoch + "." + base64(mac(signed));
    }

    private byte[] mac(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.secret(), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("this JVM has no " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
