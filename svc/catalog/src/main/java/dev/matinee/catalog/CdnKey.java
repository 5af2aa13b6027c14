package dev.matinee.catalog;

import java.util.Base64;

/** A key that media paths are signed with; {@code kid:base64key} in configuration. */
final class CdnKey {
    private static final int MIN_BYTES = 32;

    private final String id;
    private final byte[] secret;

    private CdnKey(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
    }

    /** @throws IllegalArgumentException saying what is wrong, without the key */
    static CdnKey parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 2 || !parts[0].matches("[A-Za-z0-9_-]{1,32}")) {
            throw new IllegalArgumentException("must be kid:base64key, with a kid of [A-Za-z0-9_-]");
        }
        byte[] secret;
        try {
            secret = Base64.getDecoder().decode(parts[1].replace('-', '+').replace('_', '/'));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("holds a key that is not base64", e);
        }
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("holds a key shorter than " + MIN_BYTES + " bytes");
        }
        return new CdnKey(parts[0], secret);
    }

    String id() {
        return id;
    }

    byte[] secret() {
        return secret.clone();
    }
}
