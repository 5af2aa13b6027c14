package dev.matinee.catalog;

import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoDeleted;
import dev.matinee.events.UploadRejected;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes albums; each change with its photos, its revision and its event is one transaction under the album's lock. */
final class AlbumStore {
    private final Database database;
    private final Outbox outbox;

    AlbumStore(Database database, Outbox outbox) {
        this.database = database;
        this.outbox = outbox;
    }

    /** @param together what belongs into the same transaction */
    void create(Album album, Consumer<DbTransaction> together) {
        database.transact(transaction -> {
            insert(transaction, album);
            together.accept(transaction);
        });
    }

    /**
     * Changes an album under its row's lock.
     *
     * @param change may throw, which changes nothing; the same album back changes nothing either
     * @return the album afterwards
     */
    Album change(UUID id, UnaryOperator<Album> change) {
        return change(id, change, transaction -> {});
    }

    /** @param together what belongs into the same transaction */
    Album change(UUID id, UnaryOperator<Album> change, Consumer<DbTransaction> together) {
        return database.transaction(transaction -> {
            Album before = get(transaction, id);
            Album after = change.apply(before);
            update(transaction, before, after);
            together.accept(transaction);
            return after;
        });
    }

    /** @param permit throws when the caller may not */
    void delete(UUID id, Instant now, Consumer<Album> permit) {
        database.transact(transaction -> {
            Album album = get(transaction, id);
            permit.accept(album);
            ContentQueries.forget(transaction, outbox, id, now);
            transaction.delete("DELETE FROM album WHERE id = ?", id);
            say(transaction, EventType.ALBUM_DELETED, AlbumEvents.deleted(album));
        });
    }

    void insert(DbTransaction transaction, Album album) {
        transaction
                .createInsert("""
                        INSERT INTO album (title, description, tags, language, licence, visibility, publish_at, state,
                            deadline, access_epoch, hidden_from, published, published_at, revision, updated_at,
                            id, channel_id, owner, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(values(
                        album, album.id(), album.channelId(), album.owner(), Columns.parameter(album.createdAt())))
                .execute();
        keepPhotos(transaction, List.of(), album);
        say(transaction, EventType.ALBUM_CREATED, AlbumEvents.changed(album));
    }

    void update(DbTransaction transaction, Album before, Album after) {
        if (after.equals(before)) {
            return;
        }
        transaction.createUpdate("""
                        UPDATE album SET title = ?, description = ?, tags = ?, language = ?, licence = ?, visibility = ?,
                            publish_at = ?, state = ?, deadline = ?, access_epoch = ?, hidden_from = ?, published = ?,
                            published_at = ?, revision = ?, updated_at = ?
                        WHERE id = ?
                        """).params(values(after, after.id())).execute();
        for (Photo photo : before.photos()) {
            letGo(transaction, after, photo, after.photo(photo.id()));
        }
        keepPhotos(transaction, before.photos(), after);
        say(transaction, AlbumEvents.typeOf(before, after), AlbumEvents.changed(after));
    }

    void say(DbTransaction transaction, EventType type, EventData data) {
        outbox.add(transaction, type, data);
    }

    /** A photo that is gone, or whose file is another now: nothing names the old bytes any more. */
    private void letGo(DbTransaction transaction, Album album, Photo old, Optional<Photo> now) {
        String submission = old.submissionId();
        if (now.isEmpty()) {
            transaction.delete("DELETE FROM photo WHERE id = ?", old.id());
            say(
                    transaction,
                    EventType.PHOTO_DELETED,
                    new PhotoDeleted(album.id().toString(), old.id().toString(), album.owner(), submission));
        } else if (submission != null && !submission.equals(now.get().submissionId())) {
            say(
                    transaction,
                    EventType.UPLOAD_REJECTED,
                    new UploadRejected(
                            submission, album.owner(), "replaced", "Another file is to take this one's place."));
        }
    }

    private static void keepPhotos(DbTransaction transaction, List<Photo> before, Album after) {
        for (int place = 0; place < after.photos().size(); place++) {
            Photo photo = after.photos().get(place);
            if (place >= before.size() || !photo.equals(before.get(place))) {
                keep(transaction, after.id(), photo, place);
            }
        }
    }

    private static void keep(DbTransaction transaction, UUID album, Photo photo, int place) {
        transaction
                .createInsert("""
                        INSERT INTO photo (id, album_id, position, alt_text, state, deadline, failure, submission_id, media,
                            created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET position = EXCLUDED.position, alt_text = EXCLUDED.alt_text,
                            state = EXCLUDED.state, deadline = EXCLUDED.deadline, failure = EXCLUDED.failure,
                            submission_id = EXCLUDED.submission_id, media = EXCLUDED.media
                        """)
                .params(Arrays.asList(
                        photo.id(),
                        album,
                        place,
                        photo.altText(),
                        photo.state().wireName(),
                        Columns.parameter(photo.deadline()),
                        StoredJson.write(photo.failure()),
                        photo.submissionId(),
                        StoredJson.write(photo.media()),
                        Columns.parameter(photo.createdAt())))
                .execute();
    }

    private static Album get(DbTransaction transaction, UUID id) {
        return AlbumQueries.lock(transaction, id).orElseThrow(() -> ProblemException.of(CatalogError.ALBUM_NOT_FOUND));
    }

    private static List<?> values(Album album, @Nullable Object... more) {
        AlbumDetails details = album.details();
        Visibility hiddenFrom = album.hiddenFrom();
        List<@Nullable Object> all = new ArrayList<>();
        all.add(details.title());
        all.add(details.description());
        all.add(details.tags().toArray(String[]::new));
        all.add(details.language());
        all.add(details.licence());
        all.add(details.visibility().wireName());
        all.add(Columns.parameter(details.publishAt()));
        all.add(album.state().wireName());
        all.add(Columns.parameter(album.deadline()));
        all.add(album.accessEpoch());
        all.add(hiddenFrom == null ? null : hiddenFrom.wireName());
        all.add(album.published());
        all.add(Columns.parameter(album.publishedAt()));
        all.add(album.revision());
        all.add(Columns.parameter(album.updatedAt()));
        all.addAll(Arrays.asList(more));
        return all;
    }
}
