package dev.matinee.catalog;

import dev.matinee.events.MediaReady;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What plays: the version that the encoder published last.
 *
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
        @Nullable String master) {
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
                ready.master());
    }
}
