package dev.matinee.kit.http;

import dev.matinee.kit.http.ProblemException.FieldError;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as it is on the wire.
 *
 * @param data the items
 * @param nextCursor send it as {@code ?cursor=} for the next page; absent on the last
 */
public record Page<T>(List<T> data, @Nullable String nextCursor) {
    /** Items a page has when the client does not say. */
    public static final int DEFAULT_LIMIT = 20;
    /** The most a client may ask for. */
    public static final int MAX_LIMIT = 100;

    /**
     * Makes a page out of one item more than was asked for, which tells whether there is a next one.
     *
     * @param found up to {@code limit + 1} items
     * @param cursorOf the cursor that stands behind an item
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, String> cursorOf) {
        if (found.size() <= limit) {
            return new Page<>(List.copyOf(found), null);
        }
        List<T> data = List.copyOf(found.subList(0, limit));
        return new Page<>(data, cursorOf.apply(data.getLast()));
    }

    /** The {@code ?limit=} of a request, 1 to {@link #MAX_LIMIT}; 400 when it is anything else. */
    public static int limit(ServerRequest request) {
        return request.query()
                .first("limit")
                .map(text -> {
                    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MAX_LIMIT) {
                        throw ProblemException.of(
                                StandardError.INVALID_PARAMETER,
                                List.of(new FieldError("?limit", "a whole number from 1 to " + MAX_LIMIT)));
                    }
                    return Integer.parseInt(text);
                })
                .orElse(DEFAULT_LIMIT);
    }
}
