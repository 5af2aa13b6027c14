package dev.matinee.notify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets closed in the database (AES-256-GCM) and signs what goes out and comes back (HMAC-SHA-256). Each purpose has a
 * key of its own, made of the service's one key as HKDF's expand step does (RFC 5869).
 */
final class Seal {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] key;
    private final SecureRandom random = new SecureRandom();

    /** @param key 32 bytes */
    Seal(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("a key of 32 bytes is needed");
        }
        this.key = key.clone();
    }

    byte[] close(String purpose, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] closed = cipher(Cipher.ENCRYPT_MODE, purpose, nonce, secret);
        return ByteBuffer.allocate(nonce.length + closed.length)
                .put(nonce)
                .put(closed)
                .array();
    }

    /** @throws IllegalStateException when it was closed with another key or changed since */
    byte[] open(String purpose, byte[] closed) {
        return cipher(
                Cipher.DECRYPT_MODE,
                purpose,
                Arrays.copyOf(closed, NONCE_BYTES),
                Arrays.copyOfRange(closed, NONCE_BYTES, closed.length));
    }

    byte[] sign(String purpose, String text) {
        return mac(derived(purpose), text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] cipher(int mode, String purpose, byte[] nonce, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(derived(purpose), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret of notify cannot be opened: is notify.key another one?", e);
        }
    }

    private byte[] derived(String purpose) {
        return mac(key, (purpose + "\u0001").getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] mac(byte[] with, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(with, "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "Seal";
    }
}
