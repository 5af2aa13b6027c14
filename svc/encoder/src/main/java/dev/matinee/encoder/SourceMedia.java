package dev.matinee.encoder;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a file holds, as far as encoding needs it.
 *
 * @param duration zero when the container does not say
 */
record SourceMedia(
        Container container,
        Duration duration,
        @Nullable VideoTrack video,
        @Nullable AudioTrack audio) {

    SourceMedia withDuration(Duration measured) {
        return new SourceMedia(container, measured, video, audio);
    }

    enum Scan {
        PROGRESSIVE,
        INTERLACED,
        UNKNOWN
    }

    enum Transfer {
        SDR,
        PQ,
        HLG
    }

    /**
     * @param index of the stream in the file
     * @param width as shown: after rotation and with square pixels
     * @param height likewise
     */
    record VideoTrack(
            int index, String codec, int width, int height, FrameRate frameRate, Scan scan, Transfer transfer) {
        int shortSide() {
            return Math.min(width, height);
        }
    }

    /** @param index of the stream in the file */
    record AudioTrack(int index, String codec) {}
}
