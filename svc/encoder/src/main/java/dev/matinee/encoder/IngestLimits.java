package dev.matinee.encoder;

import java.time.Duration;

/**
 * What a hostile file may cost at most.
 *
 * @param maxWall for one ffmpeg run
 * @param maxMemoryBytes address space of one ffmpeg process
 * @param maxOutputBytes all files of one version
 */
record IngestLimits(
        long maxPixels,
        int maxStreams,
        Duration maxDuration,
        Duration maxWall,
        long maxMemoryBytes,
        long maxOutputBytes,
        int threads) {
    static final int MIN_SIDE = 16;
    static final int MAX_ASPECT = 16;
    static final Duration MIN_DURATION = Duration.ofMillis(100);
}
