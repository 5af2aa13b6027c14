package dev.matinee.catalog;

import dev.matinee.events.CaptionsChanged;
import dev.matinee.events.EventType;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Captions and chapters of videos. A change is a change of the video: one revision, one event of each, one transaction. */
final class CaptionStore {
    static final int MAX_LANGUAGES = 50;

    private static final String OF = " WHERE video_id = ? AND kind = ? AND language = ?";

    private final Database database;
    private final VideoStore videos;
    private final Outbox outbox;

    CaptionStore(Database database, VideoStore videos, Outbox outbox) {
        this.database = database;
        this.videos = videos;
        this.outbox = outbox;
    }

    /** What kind of cues. */
    enum Kind {
        CAPTIONS,
        CHAPTERS;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Names one file of a video; the language is empty for chapters. */
    record Name(Kind kind, String language) {
        static final Name CHAPTERS = new Name(Kind.CHAPTERS, "");

        static Name captions(String language) {
            return new Name(Kind.CAPTIONS, language);
        }
    }

    /** The WebVTT file. */
    Optional<String> find(UUID video, Name name) {
        return find(database.execute(), video, name);
    }

    private static Optional<String> find(DbExecute execute, UUID video, Name name) {
        return execute.get("SELECT vtt FROM caption" + OF, video, name.kind().wireName(), name.language())
                .map(row -> new Columns(row).text("vtt"));
    }

    /**
     * Puts a file in the place of the one before; the same again changes nothing.
     *
     * @param permit throws when the caller may not
     * @return whether there was none before
     */
    boolean put(UUID video, Name name, List<Cue> cues, Instant now, Consumer<Video> permit) {
        String vtt = CaptionFile.write(cues);
        record Put(boolean made, Runnable after) {}
        Put put = database.transaction(transaction -> {
            Video before = get(transaction, video, permit);
            Optional<String> old = find(transaction, video, name);
            if (old.filter(vtt::equals).isPresent()) {
                return new Put(false, () -> {});
            }
            if (old.isEmpty()
                    && name.kind() == Kind.CAPTIONS
                    && languages(transaction, video).size() >= MAX_LANGUAGES) {
                throw ProblemException.of(CatalogError.TOO_MANY_CAPTIONS);
            }
            transaction.insert(
                    """
                    INSERT INTO caption (video_id, kind, language, vtt, cues, created_at, updated_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (video_id, kind, language) DO UPDATE
                    SET vtt = EXCLUDED.vtt, cues = EXCLUDED.cues, updated_at = EXCLUDED.updated_at
                    """,
                    video,
                    name.kind().wireName(),
                    name.language(),
                    vtt,
                    StoredJson.write(plain(name, cues)),
                    Columns.parameter(now),
                    Columns.parameter(now));
            return new Put(old.isEmpty(), changed(transaction, before, now));
        });
        put.after.run();
        return put.made;
    }

    /** @param permit throws when the caller may not */
    void delete(UUID video, Name name, Instant now, Consumer<Video> permit) {
        Runnable after = database.transaction(transaction -> {
            Video before = get(transaction, video, permit);
            long gone = transaction.delete(
                    "DELETE FROM caption" + OF, video, name.kind().wireName(), name.language());
            if (gone == 0) {
                throw ProblemException.of(CatalogError.CAPTIONS_NOT_FOUND);
            }
            return changed(transaction, before, now);
        });
        after.run();
    }

    private Runnable changed(DbTransaction transaction, Video before, Instant now) {
        Video after = before.touched(now);
        Runnable told = videos.update(transaction, before, after);
        Captions captions = new Captions(
                after.revision(),
                languages(transaction, after.id()),
                find(transaction, after.id(), Name.CHAPTERS).isPresent());
        transaction
                .createUpdate("UPDATE video SET captions = ? WHERE id = ?")
                .params(java.util.Arrays.asList(captions.isEmpty() ? null : StoredJson.write(captions), after.id()))
                .execute();
        outbox.add(
                transaction,
                EventType.CAPTIONS_CHANGED,
                new CaptionsChanged(
                        after.id().toString(), captions.languages(), captions.chapters(), after.revision()));
        return told;
    }

    private static List<Document.Caption> plain(Name name, List<Cue> cues) {
        return cues.stream()
                .map(cue -> new Document.Caption(name.language(), cue.startMs(), cue.endMs(), cue.text()))
                .toList();
    }

    private static List<String> languages(DbExecute execute, UUID video) {
        try (Stream<DbRow> rows = execute.query(
                "SELECT language FROM caption WHERE video_id = ? AND kind = 'captions' ORDER BY language", video)) {
            return rows.map(row -> new Columns(row).text("language")).toList();
        }
    }

    private static Video get(DbTransaction transaction, UUID id, Consumer<Video> permit) {
        Video video =
                VideoQueries.lock(transaction, id).orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
        permit.accept(video);
        return video;
    }
}
