package dev.matinee.catalog;

import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Where a public list goes on: after the video published at that time under that id. */
final class PublicCursor {
    private PublicCursor() {}

    static String of(Video last) {
        Instant publishedAt = Objects.requireNonNull(last.publishedAt(), "a listed video was published");
        return Cursor.of(publishedAt.toString(), last.id().toString());
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
