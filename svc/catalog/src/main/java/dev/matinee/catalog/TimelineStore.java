package dev.matinee.catalog;

import dev.matinee.events.Event;
import dev.matinee.events.JobChanged;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.MediaReady;
import dev.matinee.events.UploadCompleted;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.TraceContext;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** How videos came about. Each thing is kept once, however often it is said; nothing of a video depends on it. */
final class TimelineStore {
    /** Of one video; a film that is tried for ever must not fill the table. */
    static final int MOST = 500;
    /** What ends something has room beside those. */
    private static final int MOST_AT_ALL = MOST + 100;

    private static final String FIRST_FRAME = "first_frame";

    private final Database database;

    TimelineStore(Database database) {
        this.database = database;
    }

    static void uploaded(DbTransaction transaction, UUID video, Event event, UploadCompleted upload) {
        Instant began = upload.beganAt();
        if (began != null) {
            add(transaction, video, "began:" + upload.uploadId(), TimelineEntry.of(began, "upload_began"), MOST_AT_ALL);
        }
        String trace = TraceContext.current()
                .map(b3 -> b3.substring(0, b3.indexOf('-')))
                .orElse(null);
        add(
                transaction,
                video,
                "completed:" + upload.uploadId(),
                TimelineEntry.of(event.time(), upload, trace),
                MOST_AT_ALL);
    }

    static void job(DbTransaction transaction, Event event, JobChanged job) {
        Ids.find(job.contentId())
                .ifPresent(
                        id -> add(transaction, id, event.id().toString(), TimelineEntry.of(event.time(), job), MOST));
    }

    /** Only the first word of a step and a rung in each try. */
    static void progress(DbTransaction transaction, UUID video, Event event, MediaProgress progress) {
        transaction.insert(
                """
                INSERT INTO video_timeline (video_id, key, at, kind, entry)
                SELECT v.id, ? || ':' || (SELECT count(*) FROM video_timeline t WHERE t.video_id = v.id AND t.kind = ?),
                       ?, ?, ?
                FROM video v WHERE v.id = ? AND (SELECT count(*) FROM video_timeline t WHERE t.video_id = v.id) < ?
                ON CONFLICT (video_id, key) DO NOTHING
                """,
                String.join(
                        ":",
                        "making",
                        progress.jobId(),
                        progress.step(),
                        Objects.requireNonNullElse(progress.rung(), "")),
                TimelineEntry.STARTED,
                Columns.time(event.time()),
                TimelineEntry.MAKING,
                StoredJson.write(TimelineEntry.of(event.time(), progress)),
                video,
                MOST);
    }

    /** @param kind {@code playable} or {@code ready} */
    static void media(DbTransaction transaction, String kind, Event event, MediaReady ready) {
        Ids.find(ready.contentId())
                .ifPresent(id -> add(
                        transaction,
                        id,
                        event.id().toString(),
                        TimelineEntry.of(event.time(), kind, ready),
                        MOST_AT_ALL));
    }

    /** Somebody saw a picture; the earliest stays. */
    void shown(UUID video, Instant at) {
        DbExecute execute = database.execute();
        String entry = StoredJson.write(TimelineEntry.of(at, FIRST_FRAME));
        execute.insert("""
                INSERT INTO video_timeline (video_id, key, at, kind, entry)
                SELECT id, ?, ?, ?, ? FROM video WHERE id = ?
                ON CONFLICT (video_id, key) DO UPDATE SET at = EXCLUDED.at, entry = EXCLUDED.entry
                WHERE video_timeline.at > EXCLUDED.at
                """, FIRST_FRAME, Columns.time(at), FIRST_FRAME, entry, video);
    }

    /** In the order in which it happened. */
    List<TimelineEntry> list(Video video) {
        List<TimelineEntry> kept;
        try (Stream<DbRow> rows = database.execute()
                .query("SELECT entry FROM video_timeline WHERE video_id = ? ORDER BY at, id", video.id())) {
            kept = rows.map(row -> Optional.ofNullable(
                                    StoredJson.read(row.column("entry").get(String.class), TimelineEntry.class))
                            .orElseThrow())
                    .toList();
        }
        Stream<TimelineEntry> published =
                Optional.ofNullable(video.publishedAt()).map(at -> TimelineEntry.of(at, "published")).stream();
        return Stream.of(Stream.of(TimelineEntry.of(video.createdAt(), "created")), kept.stream(), published)
                .flatMap(entries -> entries)
                // The sort is stable: what was said first stays first within a moment.
                .sorted((one, other) -> one.at().compareTo(other.at()))
                .toList();
    }

    private static void add(DbTransaction transaction, UUID video, String key, TimelineEntry entry, int most) {
        transaction.insert("""
                INSERT INTO video_timeline (video_id, key, at, kind, entry)
                SELECT v.id, ?, ?, ?, ? FROM video v
                WHERE v.id = ? AND (SELECT count(*) FROM video_timeline t WHERE t.video_id = v.id) < ?
                ON CONFLICT (video_id, key) DO NOTHING
                """, key, Columns.time(entry.at()), entry.kind(), StoredJson.write(entry), video, most);
    }
}
