package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;

/** What the body of one request must hash to, from {@code Upload-Checksum}. */
final class Checksum {
    static final String ALGORITHMS = "sha1,sha256";

    private final MessageDigest digest;
    private final byte[] expected;

    private Checksum(MessageDigest digest, byte[] expected) {
        this.digest = digest;
        this.expected = expected;
    }

    static Optional<Checksum> parse(Optional<String> header) {
        return header.map(text -> {
            String[] words = text.strip().split(" +", -1);
            if (words.length != 2) {
                throw ProblemException.of(UploadError.INVALID_CHECKSUM);
            }
            MessageDigest digest = digest(words[0]);
            byte[] expected;
            try {
                expected = Base64.getDecoder().decode(words[1]);
            } catch (IllegalArgumentException e) {
                throw ProblemException.of(UploadError.INVALID_CHECKSUM);
            }
            if (expected.length != digest.getDigestLength()) {
                throw ProblemException.of(UploadError.INVALID_CHECKSUM);
            }
            return new Checksum(digest, expected);
        });
    }

    private static MessageDigest digest(String name) {
        try {
            return switch (name) {
                case "sha1" -> MessageDigest.getInstance("SHA-1");
                case "sha256" -> MessageDigest.getInstance("SHA-256");
                default -> throw ProblemException.of(UploadError.INVALID_CHECKSUM);
            };
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void update(byte[] bytes, int count) {
        digest.update(bytes, 0, count);
    }

    /** Whether the bytes so far are the ones; to be asked once. */
    boolean holds() {
        return MessageDigest.isEqual(digest.digest(), expected);
    }
}
