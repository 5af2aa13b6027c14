package dev.matinee.catalog;

import dev.matinee.events.AlbumChanged;
import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.EventType;
import java.util.List;
import java.util.Objects;

/** What the world is told about a change; exactly one of created, updated, published and unpublished. */
final class AlbumEvents {
    private AlbumEvents() {}

    static EventType typeOf(Album before, Album after) {
        if (before.published() == after.published()) {
            return EventType.ALBUM_UPDATED;
        }
        return after.published() ? EventType.ALBUM_PUBLISHED : EventType.ALBUM_UNPUBLISHED;
    }

    /** Of its photos those that are ready: the others are nobody's but the owner's. */
    static AlbumChanged changed(Album album) {
        AlbumDetails details = album.details();
        List<Photo> ready = album.readyPhotos();
        return new AlbumChanged(
                album.id().toString(),
                album.channelId().toString(),
                album.owner(),
                details.title(),
                details.description(),
                details.tags(),
                details.language(),
                details.licence(),
                details.visibility().wireName(),
                album.state().wireName(),
                ready.size(),
                ready.stream().map(Photo::altText).filter(Objects::nonNull).toList(),
                ready.isEmpty() ? null : cover(ready.getFirst()),
                album.revision(),
                album.createdAt(),
                album.publishedAt());
    }

    static AlbumDeleted deleted(Album album) {
        List<String> submissions = album.photos().stream()
                .map(Photo::submissionId)
                .filter(Objects::nonNull)
                .toList();
        return new AlbumDeleted(album.id().toString(), album.owner(), submissions, album.revision() + 1);
    }

    private static String cover(Photo photo) {
        return photo.id() + "/" + Objects.requireNonNull(photo.media()).version();
    }
}
