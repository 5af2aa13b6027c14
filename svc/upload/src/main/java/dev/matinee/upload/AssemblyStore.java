package dev.matinee.upload;

import dev.matinee.kit.sql.Database;
import dev.matinee.upload.Upload.Part;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of uploads whose bytes are all there, and of what in S3 still belongs to one. */
final class AssemblyStore {
    private final Database database;
    private final Clock clock;

    AssemblyStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Uploads whose bytes are all there and that nobody put together for a while. */
    List<UUID> listAssembling(Duration idle) {
        return database.execute()
                .query(
                        "SELECT id FROM uploads WHERE state = 'assembling' AND changed_at < ? ORDER BY changed_at LIMIT 100",
                        Timestamp.from(clock.instant().minus(idle)))
                .map(row -> row.column("id").get(UUID.class))
                .toList();
    }

    /** Takes an assembly for the caller: others find it fresh and leave it alone for a while. */
    Optional<Upload> claimAssembly(UUID id) {
        return database.execute()
                .get(
                        "UPDATE uploads SET changed_at = ?, fence = fence + 1 WHERE id = ? AND state = 'assembling' RETURNING "
                                + UploadRows.COLUMNS,
                        now(),
                        id)
                .map(UploadRows::of);
    }

    void setAssembly(Upload upload, String multipart) {
        UploadRows.fenced(upload, database.execute().update("""
                                UPDATE uploads SET multipart_id = ?, changed_at = ?
                                WHERE id = ? AND fence = ? AND state = 'assembling'
                                """, multipart, now(), upload.id(), upload.fence()));
    }

    List<Part> parts(UUID id) {
        return database.execute()
                .query("SELECT number, size_bytes, etag FROM upload_parts WHERE upload_id = ? ORDER BY number", id)
                .map(row -> new Part(
                        row.column("number").get(Integer.class),
                        row.column("size_bytes").get(Long.class),
                        row.column("etag").get(String.class)))
                .toList();
    }

    List<ConcatenationPlan.Source> partials(UUID id) {
        return database.execute()
                .query("""
                        SELECT p.id, p.offset_bytes FROM upload_partials u JOIN uploads p ON p.id = u.partial_id
                        WHERE u.upload_id = ? ORDER BY u.position
                        """, id)
                .map(row -> new ConcatenationPlan.Source(
                        row.column("id").get(UUID.class),
                        row.column("offset_bytes").get(Long.class)))
                .toList();
    }

    boolean hadTail(UUID id) {
        return database.execute()
                .get("SELECT had_tail FROM uploads WHERE id = ?", id)
                .map(row -> row.column("had_tail").get(Boolean.class))
                .orElse(false);
    }

    boolean isMultipartWanted(UUID id, String multipart) {
        return database.execute().get("""
                        SELECT 1 AS one FROM uploads
                        WHERE id = ? AND multipart_id = ? AND state IN ('receiving', 'assembling')
                        """, id, multipart).isPresent();
    }

    boolean isTailWanted(UUID id, String key) {
        return database.execute()
                .get("SELECT 1 AS one FROM uploads WHERE id = ? AND tail_key = ? AND state = 'receiving'", id, key)
                .isPresent();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
