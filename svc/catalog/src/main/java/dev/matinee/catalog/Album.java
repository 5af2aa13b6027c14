package dev.matinee.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A post of photos at one revision. It is ready when one of its photos is and none is still waited for; once ready it
 * stays so while photos are added, and viewers see those that are ready.
 *
 * @param photos in their order
 * @param deadline when the next of its photos, or of an album without any, is given up
 * @param hiddenFrom the visibility a moderator took from it, to be given back by a moderator only
 */
record Album(
        UUID id,
        UUID channelId,
        String owner,
        AlbumDetails details,
        List<Photo> photos,
        VideoState state,
        @Nullable Instant deadline,
        long accessEpoch,
        @Nullable Visibility hiddenFrom,
        boolean published,
        @Nullable Instant publishedAt,
        long revision,
        Instant createdAt,
        Instant updatedAt)
        implements Post {
    static final int MAX_PHOTOS = 20;

    Album {
        photos = List.copyOf(photos);
    }

    static Album created(UUID id, UUID channelId, String owner, AlbumDetails details, Instant now, Instant until) {
        return new Album(
                id,
                channelId,
                owner,
                details,
                List.of(),
                VideoState.UPLOADING,
                until,
                0,
                null,
                false,
                null,
                1,
                now,
                now);
    }

    @Override
    public ContentKind kind() {
        return ContentKind.ALBUM;
    }

    @Override
    public boolean isOpen(Instant now) {
        return published || (isReady() && details.visibility() == Visibility.UNLISTED && isDue(now));
    }

    @Override
    public boolean isForFollowers(Instant now) {
        return isReady() && details.visibility() == Visibility.FOLLOWERS && isDue(now);
    }

    boolean isReady() {
        return state == VideoState.READY;
    }

    private boolean isDue(Instant now) {
        Instant publishAt = details.publishAt();
        return publishAt == null || !publishAt.isAfter(now);
    }

    Optional<Photo> photo(UUID photoId) {
        return photos.stream().filter(photo -> photo.id().equals(photoId)).findFirst();
    }

    /** The first that fits. */
    Optional<Photo> photo(Predicate<Photo> fits) {
        return photos.stream().filter(fits).findFirst();
    }

    List<Photo> readyPhotos() {
        return photos.stream().filter(Photo::isReady).toList();
    }

    boolean isFull() {
        return photos.size() >= MAX_PHOTOS;
    }

    Album edited(AlbumDetails changed, Instant now) {
        return edited(changed, hiddenFrom, now);
    }

    /** Hidden by a moderator, or given back. */
    Album moderated(AlbumDetails changed, Instant now) {
        return edited(changed, changed.visibility() == Visibility.PRIVATE ? details.visibility() : null, now);
    }

    private Album edited(AlbumDetails changed, @Nullable Visibility nextHiddenFrom, Instant now) {
        long epoch = changed.sameAudience(details) ? accessEpoch : accessEpoch + 1;
        return next(changed, photos, deadline, epoch, nextHiddenFrom, now);
    }

    /** @param place from 0; behind the last one where there are fewer */
    Album with(Photo photo, int place, Instant now) {
        List<Photo> all = new ArrayList<>(photos);
        all.add(Math.min(place, all.size()), photo);
        return next(all, deadline, now);
    }

    /** @param until how long an album that has no photo then waits for one */
    Album without(UUID photoId, Instant now, Instant until) {
        List<Photo> rest =
                photos.stream().filter(photo -> !photo.id().equals(photoId)).toList();
        return next(rest, rest.isEmpty() ? until : deadline, now);
    }

    Album moved(UUID photoId, int place, Instant now) {
        List<Photo> all = new ArrayList<>(photos);
        Photo photo = photo(photoId).orElseThrow();
        all.remove(photo);
        all.add(Math.min(place, all.size()), photo);
        return all.equals(photos) ? this : next(all, deadline, now);
    }

    Album changed(UUID photoId, Function<Photo, Photo> change, Instant now) {
        List<Photo> all = photos.stream()
                .map(photo -> photo.id().equals(photoId) ? change.apply(photo) : photo)
                .toList();
        return all.equals(photos) ? this : next(all, deadline, now);
    }

    /** What waited too long is given up; an album that never got a photo has failed. */
    Album orOverdue(Instant now) {
        if (deadline == null || deadline.isAfter(now)) {
            return this;
        }
        List<Photo> all = photos.stream().map(photo -> photo.orOverdue(now)).toList();
        return next(all, photos.isEmpty() ? null : deadline, now);
    }

    /** The schedule has come. */
    Album due(Instant now) {
        Album due = next(photos, deadline, now);
        return due.published == published && Objects.equals(due.publishedAt, publishedAt) ? this : due;
    }

    private Album next(List<Photo> nextPhotos, @Nullable Instant empty, Instant now) {
        return next(details, nextPhotos, empty, accessEpoch, hiddenFrom, now);
    }

    private Album next(
            AlbumDetails nextDetails,
            List<Photo> nextPhotos,
            @Nullable Instant empty,
            long nextEpoch,
            @Nullable Visibility nextHiddenFrom,
            Instant now) {
        VideoState nextState = stateOf(nextPhotos, empty);
        Instant publishAt = nextDetails.publishAt();
        boolean shown = nextState == VideoState.READY && (publishAt == null || !publishAt.isAfter(now));
        boolean open = shown && nextDetails.visibility() == Visibility.PUBLIC;
        boolean found = open || (shown && nextDetails.visibility() == Visibility.FOLLOWERS);
        return new Album(
                id,
                channelId,
                owner,
                nextDetails,
                nextPhotos,
                nextState,
                nextPhotos.isEmpty() ? empty : earliest(nextPhotos),
                nextEpoch,
                nextHiddenFrom,
                open,
                publishedAt == null && found ? now : publishedAt,
                revision + 1,
                createdAt,
                now);
    }

    private VideoState stateOf(List<Photo> all, @Nullable Instant empty) {
        if (all.isEmpty()) {
            return empty == null ? VideoState.FAILED : VideoState.UPLOADING;
        }
        boolean anyReady = all.stream().anyMatch(Photo::isReady);
        boolean anyPending = all.stream().anyMatch(Photo::isPending);
        if (anyReady && (isReady() || !anyPending)) {
            return VideoState.READY;
        }
        if (!anyPending) {
            return VideoState.FAILED;
        }
        return all.stream().anyMatch(photo -> photo.state() == VideoState.UPLOADING)
                ? VideoState.UPLOADING
                : VideoState.PROCESSING;
    }

    private static @Nullable Instant earliest(List<Photo> all) {
        return all.stream()
                .map(Photo::deadline)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
