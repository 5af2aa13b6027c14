package dev.matinee.catalog;

import dev.matinee.events.MediaReady;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What plays: the version that the encoder published last.
 *
 * @param poster what the owner chose; null where they never did
 * @param master its master playlist's text, to be offered again with captions; unknown of what was made before that was said
 */
record Media(
        String version,
        long durationMs,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double frameRate,
        boolean hasAudio,
        List<String> posters,
        boolean storyboard,
        long sizeBytes,
        List<MediaReady.Rendition> renditions,
        @Nullable String master,
        @Nullable Poster poster) {
    static Media of(MediaReady ready) {
        return new Media(
                ready.version(),
                ready.durationMs(),
                ready.width(),
                ready.height(),
                ready.frameRate(),
                ready.hasAudio(),
                ready.posters(),
                ready.storyboard(),
                ready.sizeBytes(),
                ready.renditions(),
                ready.master(),
                null);
    }

    /** The poster that the owner chose, if they ever did. */
    Poster chosenPoster() {
        return poster == null ? Poster.NONE : poster;
    }

    Media with(@Nullable Poster other) {
        return new Media(
                version,
                durationMs,
                width,
                height,
                frameRate,
                hasAudio,
                posters,
                storyboard,
                sizeBytes,
                renditions,
                master,
                other);
    }

    /** The picture with the most in it; none of sound alone. */
    Optional<MediaReady.Rendition> largest() {
        return renditions.stream()
                .filter(rendition -> rendition.height() != null)
                .max(Comparator.comparingLong(MediaReady.Rendition::bandwidth));
    }
}
