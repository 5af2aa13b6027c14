package dev.matinee.catalog;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.PhotoReady;
import dev.matinee.events.PhotoSubmitted;
import dev.matinee.events.UploadCompleted;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.kafka.EventHandler;
import io.helidon.dbclient.DbTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What happened to the files of photos: uploads that are complete, and what the encoder made of them. */
final class AlbumHandlers {
    private final AlbumStore albums;
    private final ChannelStore channels;
    private final Clock clock;
    private final Duration uploadLimit;
    private final Duration processingLimit;

    AlbumHandlers(
            AlbumStore albums, ChannelStore channels, Clock clock, Duration uploadLimit, Duration processingLimit) {
        this.albums = albums;
        this.channels = channels;
        this.clock = clock;
        this.uploadLimit = uploadLimit;
        this.processingLimit = processingLimit;
    }

    /** Why an upload is not taken. */
    record Refusal(String code, String detail) {}

    /**
     * Takes an upload for the photo that it names; else for the first that waits, else as one more photo.
     *
     * @return why not
     */
    Optional<Refusal> take(DbTransaction transaction, Album album, UploadCompleted upload) {
        if (!album.owner().equals(upload.owner())) {
            return refusal("not_owner", "This album belongs to somebody else.");
        }
        String named = upload.metadata().get("photo_id");
        if (named != null) {
            Optional<Photo> photo = Ids.find(named).flatMap(album::photo);
            if (photo.isEmpty()) {
                return refusal("no_such_content", "There is no such photo in the album; it may have been deleted.");
            }
            if (!photo.get().takesUpload()) {
                return refusal("not_waiting", "This photo does not wait for a file.");
            }
            return submit(transaction, album, album, photo.get(), upload);
        }
        Optional<Photo> waiting = album.photo(photo -> photo.state() == VideoState.UPLOADING);
        if (waiting.isPresent()) {
            return submit(transaction, album, album, waiting.get(), upload);
        }
        if (album.isFull()) {
            return refusal("not_waiting", "The album has 20 photos, which is the most.");
        }
        try {
            return submitMore(transaction, album, UploadMetadata.altText(upload.metadata()), upload);
        } catch (ProblemException e) {
            return refusal("invalid_metadata", UploadMetadata.sentence(e));
        }
    }

    /** A photo that was uploaded for nothing in particular is an album of its own. */
    Optional<Refusal> create(DbTransaction transaction, UploadCompleted upload) {
        Instant now = now();
        try {
            AlbumDetails details = AlbumDetails.of(
                    UploadMetadata.details(upload.metadata(), upload.source().filename()));
            String name = Objects.requireNonNullElse(upload.ownerName(), "");
            Channel channel = channels.ofUser(transaction, upload.owner(), name);
            Album album =
                    Album.created(Uuid7.at(now), channel.id(), upload.owner(), details, now, now.plus(uploadLimit));
            String altText = UploadMetadata.altText(upload.metadata());
            albums.insert(transaction, album);
            return submitMore(transaction, album, altText, upload);
        } catch (ProblemException e) {
            return refusal("invalid_metadata", UploadMetadata.sentence(e));
        }
    }

    Runnable ready(DbTransaction transaction, Event event, PhotoReady ready) {
        PhotoMedia media = PhotoMedia.of(ready);
        change(transaction, ready.contentId(), ready.photoId(), ready.submissionId(), photo -> photo.ready(media));
        return EventHandler.DONE;
    }

    Runnable failed(DbTransaction transaction, Event event, PhotoFailed failed) {
        Failure why = new Failure(failed.code(), failed.detail(), failed.retryable());
        change(transaction, failed.contentId(), failed.photoId(), failed.submissionId(), photo -> photo.failed(why));
        return EventHandler.DONE;
    }

    /** The encoder was told to make it again. */
    Runnable retried(DbTransaction transaction, String albumId, String photoId, String submission) {
        Instant until = now().plus(processingLimit);
        change(
                transaction,
                albumId,
                photoId,
                submission,
                photo -> photo.state() == VideoState.FAILED ? photo.submitted(submission, until) : photo);
        return EventHandler.DONE;
    }

    private void change(
            DbTransaction transaction, String albumId, String photoId, String submission, UnaryOperator<Photo> change) {
        Optional<UUID> photo = Ids.find(photoId);
        Ids.find(albumId)
                .flatMap(id -> AlbumQueries.lock(transaction, id))
                .filter(album -> photo.flatMap(album::photo)
                        .filter(found -> found.awaits(submission))
                        .isPresent())
                .ifPresent(
                        album -> albums.update(transaction, album, album.changed(photo.orElseThrow(), change, now())));
    }

    private Optional<Refusal> submitMore(
            DbTransaction transaction, Album album, @Nullable String altText, UploadCompleted upload) {
        Instant now = now();
        Photo photo = Photo.created(Uuid7.at(now), altText, now, now.plus(uploadLimit));
        return submit(transaction, album, album.with(photo, Album.MAX_PHOTOS, now), photo, upload);
    }

    private Optional<Refusal> submit(
            DbTransaction transaction, Album before, Album album, Photo photo, UploadCompleted upload) {
        Instant now = now();
        Instant until = now.plus(processingLimit);
        Album after = album.changed(photo.id(), found -> found.submitted(upload.uploadId(), until), now);
        albums.update(transaction, before, after);
        albums.say(
                transaction,
                EventType.PHOTO_SUBMITTED,
                new PhotoSubmitted(
                        album.id().toString(),
                        photo.id().toString(),
                        upload.uploadId(),
                        album.owner(),
                        upload.source()));
        return Optional.empty();
    }

    private static Optional<Refusal> refusal(String code, String detail) {
        return Optional.of(new Refusal(code, detail));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
