package dev.matinee.upload;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret in a one-time upload URL: HMAC-SHA256 of the address's id under a key that only this service has. So it can
 * be told again to a client that repeats its request, and PostgreSQL need not have it.
 */
final class AddressSecrets {
    static final int KEY_BYTES = 32;

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    AddressSecrets(byte[] key) {
        this.key = new SecretKeySpec(key, HMAC);
    }

    String of(UUID address) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(("v1\n" + address).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a text from outside can be one at all. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }
}
