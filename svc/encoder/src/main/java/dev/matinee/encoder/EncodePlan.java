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
 * @param chunk which part of the pictures; null for all
 */
record EncodePlan(
        SourceMedia source,
        List<Rendition> renditions,
        @Nullable Pictures pictures,
        boolean sound,
        @Nullable Chunk chunk) {
    static final int POSTERS = 5;
    static final int MAX_TILES_WRITTEN = 250;
    private static final int POSTER_LONG_SIDE = 1280;
    private static final int TILE_LONG_SIDE = 160;
    private static final int MAX_TILES = 200;

    /**
     * @param interval between two tiles of the storyboard
     * @param iframes whose size the I-frames have: the lowest rung
     */
    record Pictures(
            int posterWidth, int posterHeight, int tileWidth, int tileHeight, Duration interval, Rendition iframes) {}

    static EncodePlan of(SourceMedia source) {
        VideoTrack video = source.video();
        if (video == null) {
            return new EncodePlan(source, List.of(), null, true, null);
        }
        int[] poster = RenditionPlanner.fitLongSide(video.width(), video.height(), POSTER_LONG_SIDE);
        int[] tile = RenditionPlanner.fitLongSide(video.width(), video.height(), TILE_LONG_SIDE);
        long interval = Math.max(1000, source.duration().toMillis() / MAX_TILES);
        List<Rendition> ladder = RenditionPlanner.plan(video.width(), video.height(), video.frameRate());
        return new EncodePlan(
                source,
                ladder,
                new Pictures(poster[0], poster[1], tile[0], tile[1], Duration.ofMillis(interval), ladder.getFirst()),
                source.audio() != null,
                null);
    }

    /** What makes a film playable: all but the larger renditions. */
    EncodePlan lowest() {
        return new EncodePlan(source, renditions.subList(0, 1), pictures, sound, chunk);
    }

    /** What {@link #lowest} leaves. */
    EncodePlan larger() {
        return new EncodePlan(source, renditions.subList(1, renditions.size()), null, false, chunk);
    }

    /** What is made once for all chunks. */
    EncodePlan side() {
        return new EncodePlan(source, List.of(), pictures, sound, null);
    }

    /** The renditions of one chunk. */
    EncodePlan of(Chunk part) {
        return new EncodePlan(source, renditions, null, false, part);
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

    /** Frames of the first output, for the percentage. */
    long frames() {
        VideoTrack video = source.video();
        if (video == null) {
            return 0;
        }
        if (renditions.isEmpty()) {
            return Math.round(seconds() / EncodeCommand.KEY_SECONDS);
        }
        long all = Math.round(seconds() * video.frameRate().perSecond());
        if (chunk == null) {
            return all;
        }
        return chunk.last() ? Math.max(1, all - chunk.firstFrame()) : chunk.frames();
    }

    double seconds() {
        return source.duration().toNanos() / 1e9;
    }
}
