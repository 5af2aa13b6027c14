package dev.matinee.upload;

import dev.matinee.kit.sql.Columns;
import dev.matinee.upload.Upload.Kind;
import dev.matinee.upload.Upload.State;
import dev.matinee.upload.Upload.Tail;
import io.helidon.dbclient.DbRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Rows of {@code uploads} for the stores that share that table. */
final class UploadRows {
    static final String COLUMNS = """
            id, owner, owner_name, kind, state, length, offset_bytes, part_bytes, multipart_id, tail_key, tail_bytes,
            fence, next_part, metadata, direct_id, concat_key, expires_at
            """;

    private UploadRows() {}

    static Upload of(DbRow row) {
        Optional<Tail> tail = new Columns(row)
                .find("tail_key", String.class)
                .map(key -> new Tail(key, row.column("tail_bytes").get(Long.class)));
        return new Upload(
                row.column("id").get(UUID.class),
                row.column("owner").get(String.class),
                row.column("owner_name").get(String.class),
                Kind.valueOf(row.column("kind").get(String.class).toUpperCase(Locale.ROOT)),
                State.valueOf(row.column("state").get(String.class).toUpperCase(Locale.ROOT)),
                new Columns(row).find("length", Long.class),
                row.column("offset_bytes").get(Long.class),
                row.column("part_bytes").get(Integer.class),
                new Columns(row).find("multipart_id", String.class),
                tail,
                row.column("fence").get(Long.class),
                row.column("next_part").get(Integer.class),
                UploadMetadata.parse(Optional.of(row.column("metadata").get(String.class))),
                new Columns(row).find("direct_id", UUID.class),
                new Columns(row)
                        .find("concat_key", String.class)
                        .map(UploadRows::partialIds)
                        .orElse(List.of()),
                new Columns(row).time("expires_at"));
    }

    private static List<UUID> partialIds(String concatKey) {
        return Stream.of(concatKey.split(" ")).map(UUID::fromString).toList();
    }

    /** @throws StaleWriterException when an update under a writer's fence found another one's */
    static void fenced(Upload upload, long rows) {
        if (rows != 1) {
            throw new StaleWriterException(upload.id());
        }
    }
}
