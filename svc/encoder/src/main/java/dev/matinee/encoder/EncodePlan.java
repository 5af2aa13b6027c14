package dev.matinee.encoder;

import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one run makes.
 *
 * @param renditions lowest first; empty for audio only
 * @param pictures posters, storyboard and I-frames; null for audio only
 * @param sound whether the audio is made
 */
record EncodePlan(
        SourceMedia source,
        List<Rendition> renditions,
        @Nullable Pictures pictures,
        boolean sound) {
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
            return new EncodePlan(source, List.of(), null, true);
        }
        int[] poster = RenditionPlanner.fitLongSide(video.width(), video.height(), POSTER_LONG_SIDE);
        int[] tile = RenditionPlanner.fitLongSide(video.width(), video.height(), TILE_LONG_SIDE);
        long interval = Math.max(1000, source.duration().toMillis() / MAX_TILES);
        return new EncodePlan(
                source,
                RenditionPlanner.plan(video.width(), video.height(), video.frameRate()),
                new Pictures(poster[0], poster[1], tile[0], tile[1], Duration.ofMillis(interval)),
                source.audio() != null);
    }

    /** What makes a film playable: all but the larger renditions. */
    EncodePlan lowest() {
        return new EncodePlan(source, renditions.subList(0, 1), pictures, sound);
    }

    /** What {@link #lowest} leaves. */
    EncodePlan larger() {
        return new EncodePlan(source, renditions.subList(1, renditions.size()), null, false);
    }

    /** What progress calls it. */
    String rungs() {
        if (renditions.isEmpty()) {
            return EncodeCommand.AUDIO;
        }
        String first = renditions.getFirst().name();
        String last = renditions.getLast().name();
        return first.equals(last) ? first : first + "-" + last;
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
