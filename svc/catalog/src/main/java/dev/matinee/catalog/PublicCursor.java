package dev.matinee.catalog;

import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where a public list goes on: after what was published at that time under that id. */
final class PublicCursor {
    private PublicCursor() {}

    static String of(Video last) {
        return of(last.publishedAt(), last.id());
    }

    static String of(Album last) {
        return of(last.publishedAt(), last.id());
    }

    private static String of(@Nullable Instant publishedAt, UUID id) {
        Objects.requireNonNull(publishedAt, "what is listed was published");
        return Cursor.of(publishedAt.toString(), id.toString());
    }

    static VideoQueries.After parse(String cursor) {
        List<String> parts = Cursor.parts(cursor, 2);
        try {
            return new VideoQueries.After(
                    Instant.parse(parts.getFirst()), Ids.get(parts.getLast(), StandardError.INVALID_CURSOR));
        } catch (DateTimeException e) {
            throw ProblemException.of(StandardError.INVALID_CURSOR, e);
        }
    }
}
