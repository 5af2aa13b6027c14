package dev.matinee.catalog;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An album as it is on the wire; what only its owner and moderators see is absent for others, as are photos that are not
 * ready.
 *
 * @param expiresAt when the addresses of its photos end; absent on the open path
 */
record AlbumView(
        UUID id,
        ChannelName channel,
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String language,
        @Nullable String licence,
        Visibility visibility,
        VideoState state,
        List<PhotoView> photos,
        @Nullable Instant expiresAt,
        @Nullable Instant publishedAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String owner,
        @Nullable Instant publishAt) {

    /**
     * One of its photos.
     *
     * @param width of the whole picture, as soon as it is known
     * @param sizes smallest first; empty until the photo is ready
     */
    record PhotoView(
            UUID id,
            @Nullable String altText,
            VideoState state,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable String blurHash,
            List<MediaPaths.Size> sizes,
            @Nullable Failure failure) {
        static PhotoView of(Album album, Photo photo, MediaPaths paths) {
            PhotoMedia media = photo.media();
            return new PhotoView(
                    photo.id(),
                    photo.altText(),
                    photo.state(),
                    media == null ? null : media.width(),
                    media == null ? null : media.height(),
                    media == null ? null : media.blurHash(),
                    paths.sizes(album, photo),
                    photo.failure());
        }
    }

    static AlbumView forViewers(ShownAlbum shown, MediaPaths paths) {
        return of(shown, paths, false);
    }

    static AlbumView forOwner(ShownAlbum shown, MediaPaths paths) {
        return of(shown, paths, true);
    }

    private static AlbumView of(ShownAlbum shown, MediaPaths paths, boolean all) {
        Album album = shown.album();
        AlbumDetails details = album.details();
        List<Photo> photos = all ? album.photos() : album.readyPhotos();
        return new AlbumView(
                album.id(),
                shown.channel(),
                details.title(),
                details.description(),
                details.tags(),
                details.language(),
                details.licence(),
                details.visibility(),
                album.state(),
                photos.stream().map(photo -> PhotoView.of(album, photo, paths)).toList(),
                album.readyPhotos().isEmpty() ? null : paths.expiry(album).orElse(null),
                album.publishedAt(),
                album.createdAt(),
                album.updatedAt(),
                all ? album.owner() : null,
                all ? details.publishAt() : null);
    }
}
