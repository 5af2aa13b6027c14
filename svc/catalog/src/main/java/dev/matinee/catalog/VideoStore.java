package dev.matinee.catalog;

import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.PosterOrdered;
import dev.matinee.events.SourceObject;
import dev.matinee.events.UploadRejected;
import dev.matinee.events.Uuid7;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Columns;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.dbclient.DbClientException;
import io.helidon.dbclient.DbTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes videos; each change, its revision and its event are one transaction, and copies are told after it. */
final class VideoStore {
    private final Database database;
    private final Outbox outbox;
    private final Limits limits;
    private final ObjLongConsumer<UUID> changed;

    /** @param changed told after each commit: the video and its new revision */
    VideoStore(Database database, Outbox outbox, Limits limits, ObjLongConsumer<UUID> changed) {
        this.database = database;
        this.outbox = outbox;
        this.limits = limits;
        this.changed = changed;
    }

    /**
     * How long a video may stay in a state.
     *
     * @param uploading without its file
     * @param processing without its media
     */
    record Limits(Duration uploading, Duration processing) {}

    Limits limits() {
        return limits;
    }

    /** @param together what belongs into the same transaction */
    void create(Video video, Consumer<DbTransaction> together) {
        Runnable after = unlessTaken(() -> database.transaction(transaction -> {
            Runnable told = insert(transaction, video);
            together.accept(transaction);
            return told;
        }));
        after.run();
    }

    /**
     * Changes a video under its row's lock.
     *
     * @param change may throw, which changes nothing; the same video back changes nothing either
     * @return the video afterwards
     */
    Video change(UUID id, UnaryOperator<Video> change) {
        Changed done = unlessTaken(() -> database.transaction(transaction -> {
            Video before = VideoQueries.lock(transaction, id)
                    .orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
            Video after = change.apply(before);
            return new Changed(after, update(transaction, before, after));
        }));
        done.tell.run();
        return done.video;
    }

    /** What a submission is made of, so that it can be made again. */
    void submit(DbTransaction transaction, Video video, String submission, SourceObject source) {
        transaction.update("UPDATE video SET source = ? WHERE id = ?", StoredJson.write(source), video.id());
        say(
                transaction,
                EventType.VIDEO_SUBMITTED,
                new VideoSubmitted(video.id().toString(), submission, video.owner(), source));
    }

    /**
     * Has a failed video made again of the file it has; one that has none waits for another file.
     *
     * @param permit throws when the caller may not
     */
    Video retry(UUID id, Instant now, Consumer<Video> permit) {
        Changed done = database.transaction(transaction -> {
            Video before = VideoQueries.lock(transaction, id)
                    .orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
            permit.accept(before);
            String submission = before.submissionId();
            Optional<SourceObject> source =
                    submission == null ? Optional.empty() : VideoQueries.source(transaction, id);
            Video after = source.isPresent()
                    ? before.resubmitted(now, now.plus(limits.processing()))
                    : before.reopened(now, now.plus(limits.uploading()));
            Runnable tell = update(transaction, before, after);
            source.ifPresent(kept -> submit(transaction, after, Objects.requireNonNull(submission), kept));
            return new Changed(after, tell);
        });
        done.tell.run();
        return done.video;
    }

    /**
     * Has the poster made of another moment; the one that is shown stays until then. Asked for what was asked for last,
     * nothing happens.
     *
     * @param permit throws when the caller may not, or there is no such moment
     */
    Video orderPoster(UUID id, long positionMs, Instant now, Consumer<Video> permit) {
        Changed done = database.transaction(transaction -> {
            Video before = VideoQueries.lock(transaction, id)
                    .orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
            permit.accept(before);
            Media media = before.requireMedia();
            if (media.chosenPoster().isAt(positionMs)) {
                return new Changed(before, () -> {});
            }
            String rendition = media.largest()
                    .orElseThrow(() -> ProblemException.of(CatalogError.NO_PICTURES))
                    .name();
            String order = Uuid7.next().toString();
            Video after = before.withPoster(media.chosenPoster().order(positionMs, order), now);
            Runnable tell = update(transaction, before, after);
            say(
                    transaction,
                    EventType.POSTER_ORDERED,
                    new PosterOrdered(id.toString(), order, before.owner(), media.version(), rendition, positionMs));
            return new Changed(after, tell);
        });
        done.tell.run();
        return done.video;
    }

    /** @param permit throws when the caller may not */
    void delete(UUID id, Instant now, Consumer<Video> permit) {
        Runnable after = database.transaction(transaction -> {
            Video video = VideoQueries.lock(transaction, id)
                    .orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
            permit.accept(video);
            ContentQueries.forget(transaction, outbox, id, now);
            transaction.delete("DELETE FROM video WHERE id = ?", id);
            outbox.add(transaction, EventType.VIDEO_DELETED, VideoEvents.deleted(video));
            return () -> changed.accept(id, video.revision() + 1);
        });
        after.run();
    }

    /** Adds a video; returns what to do after the commit. */
    Runnable insert(DbTransaction transaction, Video video) {
        VideoDetails details = video.details();
        transaction
                .createInsert("""
                        INSERT INTO video (title, description, tags, category, language, licence, visibility,
                            publish_at, external_id, custom, state, deadline, failure, submission_id, media,
                            access_epoch, hidden_from, published, published_at, revision, updated_at,
                            id, channel_id, owner, created_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(values(
                        video,
                        details,
                        video.id(),
                        video.channelId(),
                        video.owner(),
                        Columns.parameter(video.createdAt())))
                .execute();
        say(transaction, EventType.VIDEO_CREATED, VideoEvents.changed(video));
        return () -> changed.accept(video.id(), video.revision());
    }

    /** Stores a changed video; returns what to do after the commit. */
    Runnable update(DbTransaction transaction, Video before, Video after) {
        if (after.equals(before)) {
            return () -> {};
        }
        transaction
                .createUpdate("""
                        UPDATE video SET title = ?, description = ?, tags = ?, category = ?, language = ?, licence = ?,
                            visibility = ?, publish_at = ?, external_id = ?, custom = ?, state = ?, deadline = ?,
                            failure = ?, submission_id = ?, media = ?, access_epoch = ?, hidden_from = ?,
                            published = ?, published_at = ?, revision = ?, updated_at = ?
                        WHERE id = ?
                        """)
                .params(values(after, after.details(), after.id()))
                .execute();
        say(transaction, VideoEvents.typeOf(before, after), VideoEvents.changed(after));
        letGo(transaction, before, after);
        return () -> changed.accept(after.id(), after.revision());
    }

    /** No video names the old upload any more, so its bytes would stay for ever and count against their owner. */
    private void letGo(DbTransaction transaction, Video before, Video after) {
        String old = before.submissionId();
        if (old != null && !old.equals(after.submissionId())) {
            say(
                    transaction,
                    EventType.UPLOAD_REJECTED,
                    new UploadRejected(old, before.owner(), "replaced", "Another file is to take this one's place."));
        }
    }

    void say(DbTransaction transaction, EventType type, EventData data) {
        outbox.add(transaction, type, data);
    }

    /** Keeps the newest progress of the current submission; nothing else of the video changes. */
    static void keepProgress(DbTransaction transaction, MediaProgress progress, UUID id, Instant toldAt) {
        transaction.insert(
                """
                INSERT INTO video_progress (video_id, submission_id, step, percent, rung, told_at)
                SELECT v.id, v.submission_id, ?, ?, ?, ? FROM video v
                WHERE v.id = ? AND v.submission_id = ?
                    AND (v.state = 'processing' OR (v.state = 'ready' AND v.deadline IS NOT NULL))
                ON CONFLICT (video_id) DO UPDATE SET submission_id = EXCLUDED.submission_id, step = EXCLUDED.step,
                    percent = EXCLUDED.percent, rung = EXCLUDED.rung, told_at = EXCLUDED.told_at
                WHERE video_progress.told_at <= EXCLUDED.told_at
                """,
                progress.step(),
                progress.percent(),
                progress.rung(),
                Columns.parameter(toldAt),
                id,
                progress.submissionId());
    }

    private record Changed(Video video, Runnable tell) {}

    private static List<?> values(Video video, VideoDetails details, @Nullable Object... more) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(details.title());
        all.add(details.description());
        all.add(details.tags().toArray(String[]::new));
        all.add(details.category());
        all.add(details.language());
        all.add(details.licence());
        all.add(details.visibility().wireName());
        all.add(Columns.parameter(details.publishAt()));
        all.add(details.externalId());
        all.add(StoredJson.write(details.custom()));
        all.add(video.state().wireName());
        all.add(Columns.parameter(video.deadline()));
        all.add(StoredJson.write(video.failure()));
        all.add(video.submissionId());
        all.add(StoredJson.write(video.media()));
        all.add(video.accessEpoch());
        all.add(video.hiddenFrom() == null ? null : video.hiddenFrom().wireName());
        all.add(video.published());
        all.add(Columns.parameter(video.publishedAt()));
        all.add(video.revision());
        all.add(Columns.parameter(video.updatedAt()));
        all.addAll(Arrays.asList(more));
        return all;
    }

    /** The only unique key a client can hit is the external id; ids are made here and submissions come by event. */
    private static <T> T unlessTaken(Supplier<T> work) {
        try {
            return work.get();
        } catch (DbClientException e) {
            if (SqlStates.isUniqueViolation(e)) {
                throw ProblemException.of(CatalogError.EXTERNAL_ID_TAKEN, e);
            }
            throw e;
        }
    }
}
