package dev.matinee.kit.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a list goes on: the sort key of the last item given out, opaque to clients. Because it names a place and not a
 * count, items that arrive meanwhile neither repeat nor hide others.
 */
public final class Cursor {
    private static final String SEPARATOR = "\u001f";

    private Cursor() {}

    /** A cursor out of the last item's sort key, the id last. */
    public static String of(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The parts of a cursor a client sent.
     *
     * @param size how many parts this list's cursors have
     * @throws ProblemException 400 when it is not such a cursor
     */
    public static List<String> parts(String cursor, int size) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            List<String> parts = List.of(text.split(SEPARATOR, -1));
            if (parts.size() == size) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(StandardError.INVALID_CURSOR, e);
        }
        throw ProblemException.of(StandardError.INVALID_CURSOR);
    }
}
