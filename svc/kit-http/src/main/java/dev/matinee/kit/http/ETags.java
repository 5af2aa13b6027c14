package dev.matinee.kit.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Arrays;

/** Entity tags (RFC 9110 section 8.8.3) out of a row's revision number. */
public final class ETags {
    private ETags() {}

    /** The strong tag of a revision: {@code "r7"}. */
    public static String of(long revision) {
        return "\"r" + revision + "\"";
    }

    /**
     * The revision a client wants to change.
     *
     * @throws ProblemException 428 without {@code If-Match}, 412 when it is not a tag of ours
     */
    public static long requireIfMatch(ServerRequest request) {
        String header = request.headers()
                .first(HeaderNames.IF_MATCH)
                .orElseThrow(() -> ProblemException.of(StandardError.PRECONDITION_REQUIRED));
        String tag = header.strip();
        if (!tag.matches("\"r[0-9]{1,18}\"")) {
            throw ProblemException.of(StandardError.PRECONDITION_FAILED);
        }
        return Long.parseLong(tag.substring(2, tag.length() - 1));
    }

    /** Whether {@code If-None-Match} says the client already holds this tag. */
    public static boolean alreadyHeld(ServerRequest request, String tag) {
        return request.headers()
                .first(HeaderNames.IF_NONE_MATCH)
                .map(header -> header.strip().equals("*")
                        || Arrays.stream(header.split(","))
                                .map(String::strip)
                                .anyMatch(held -> held.equals(tag) || held.equals("W/" + tag)))
                .orElse(false);
    }
}
