package dev.matinee.encoder;

import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one run makes.
 *
 * @param renditions lowest first; empty for audio only
 * @param pictures posters and storyboard; null for audio only
 */
record EncodePlan(
        SourceMedia source,
        List<Rendition> renditions,
        @Nullable Pictures pictures) {
    static final int POSTERS = 5;
    static final int MAX_TILES_WRITTEN = 250;
    private static final int POSTER_LONG_SIDE = 1280;
    private static final int TILE_LONG_SIDE = 160;
    private static final int MAX_TILES = 200;

    /**
     * @param interval between two tiles of the storyboard
     */
    record Pictures(int posterWidth, int posterHeight, int tileWidth, int tileHeight, Duration interval) {}

    static EncodePlan of(SourceMedia source) {
        VideoTrack video = source.video();
        if (video == null) {
            return new EncodePlan(source, List.of(), null);
        }
        int[] poster = RenditionPlanner.fitLongSide(video.width(), video.height(), POSTER_LONG_SIDE);
        int[] tile = RenditionPlanner.fitLongSide(video.width(), video.height(), TILE_LONG_SIDE);
        long interval = Math.max(1000, source.duration().toMillis() / MAX_TILES);
        return new EncodePlan(
                source,
                RenditionPlanner.plan(video.width(), video.height(), video.frameRate()),
                new Pictures(poster[0], poster[1], tile[0], tile[1], Duration.ofMillis(interval)));
    }

    /** Frames of one rendition, for the percentage. */
    long frames() {
        VideoTrack video = source.video();
        return video == null ? 0 : Math.round(seconds() * video.frameRate().perSecond());
    }

    double seconds() {
        return source.duration().toNanos() / 1e9;
    }
}
