package dev.matinee.catalog;

import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.StandardError;
import io.helidon.webserver.http.ServerRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a list in the order of ids goes on: behind that id. */
final class IdCursor {
    private IdCursor() {}

    static String of(UUID last) {
        return Cursor.of(last.toString());
    }

    /** The {@code ?cursor=} of a request. */
    static @Nullable UUID of(ServerRequest request) {
        return request.query()
                .first("cursor")
                .asOptional()
                .filter(text -> !text.isBlank())
                .map(IdCursor::parse)
                .orElse(null);
    }

    static UUID parse(String cursor) {
        return Ids.get(Cursor.parts(cursor, 1).getFirst(), StandardError.INVALID_CURSOR);
    }
}
