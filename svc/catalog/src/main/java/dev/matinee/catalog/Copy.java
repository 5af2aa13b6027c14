package dev.matinee.catalog;

import dev.matinee.kit.http.ETags;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What anybody is answered about a video: the bytes and their tag, or nothing for anybody. The revision tells which of
 * two copies is newer, and a deleted or changed video leaves a {@link Kind#GONE} behind so that a slow reader cannot
 * bring the old copy back.
 */
final class Copy {
    enum Kind {
        BODY('B'),
        /** A body with signed paths in it, which end: its tag alone cannot say that it is still good. */
        SIGNED('S'),
        NOTHING('N'),
        GONE('G');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }
    }

    private static final int REVISION_DIGITS = 19;

    private final Kind kind;
    private final long revision;
    private final byte[] body;
    private final String tag;

    private Copy(Kind kind, long revision, byte[] body) {
        this.kind = kind;
        this.revision = revision;
        this.body = body;
        this.tag = ETags.of(revision);
    }

    // The bytes are handed to the socket as they are; a copy for each read would cost what the cache saves.
    static Copy of(long revision, byte[] body) {
        return new Copy(Kind.BODY, revision, body);
    }

    static Copy signed(long revision, byte[] body) {
        return new Copy(Kind.SIGNED, revision, body);
    }

    static Copy nothing(long revision) {
        return new Copy(Kind.NOTHING, revision, new byte[0]);
    }

    static Copy gone(long revision) {
        return new Copy(Kind.GONE, revision, new byte[0]);
    }

    Kind kind() {
        return kind;
    }

    boolean hasBody() {
        return kind == Kind.BODY || kind == Kind.SIGNED;
    }

    String tag() {
        return tag;
    }

    byte[] body() {
        return body;
    }

    long revision() {
        return revision;
    }

    /** Revision in fixed width, kind, body: so Redis can compare two copies by their first characters. */
    byte[] toBytes() {
        byte[] head = (revisionText(revision) + kind.mark).getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /** Empty for bytes that are not of this form, which another version of this service may have left. */
    static Optional<Copy> fromBytes(byte[] bytes) {
        if (bytes.length <= REVISION_DIGITS) {
            return Optional.empty();
        }
        String digits = new String(bytes, 0, REVISION_DIGITS, StandardCharsets.US_ASCII);
        if (!digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(bytes, REVISION_DIGITS + 1, bytes.length);
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.mark == bytes[REVISION_DIGITS])
                .findFirst()
                .map(kind -> new Copy(kind, Long.parseLong(digits), body));
    }

    static String revisionText(long revision) {
        return String.format("%0" + REVISION_DIGITS + "d", revision);
    }
}
