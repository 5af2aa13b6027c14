package dev.matinee.gate;

import dev.matinee.kit.http.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/** Random names and their digests, as a cookie or an address may hold them: base64url without padding, 43 characters. */
final class Secrets {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int BYTES = 32;

    private Secrets() {}

    static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return BASE64.encodeToString(bytes);
    }

    static String digest(String text) {
        return BASE64.encodeToString(Sha256.of(text));
    }
}
