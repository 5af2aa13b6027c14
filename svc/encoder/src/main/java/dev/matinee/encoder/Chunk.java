package dev.matinee.encoder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a film by frames of the constant rate it is encoded at. Every chunk but the last is a whole number of
 * segments, so each is cut into segments as a film of its own is, and together they have every frame once.
 *
 * @param firstFrame counted from the film's beginning
 * @param frames how many; {@link #TO_THE_END} for the last, because a container only estimates its length
 * @param firstSegment counted from the film's beginning
 */
record Chunk(int number, long firstFrame, long frames, int firstSegment) {
    static final long TO_THE_END = -1;

    // Frames before the first one, for what looks at its neighbours: de-interlacing, and rates that are made constant.
    private static final int RUN_UP_SECONDS = 2;

    boolean last() {
        return frames == TO_THE_END;
    }

    /** Where decoding begins: the demuxer goes back from here to a key frame. */
    long seekSeconds(FrameRate rate) {
        return Math.max(0, (long) (firstFrame / rate.perSecond()) - RUN_UP_SECONDS);
    }

    /** Whether a film is cut at all: only where the demuxer finds the key frame before any time for sure. */
    static boolean cuts(SourceMedia source, Pace pace) {
        return source.video() != null
                && (source.container() == Container.MP4 || source.container() == Container.MATROSKA)
                && source.duration().compareTo(pace.chunksFrom()) >= 0
                && plan(source.duration(), source.video().frameRate(), pace.chunk())
                                .size()
                        > 1;
    }

    /** In the film's order, one at least and {@link Pace#MAX_CHUNKS} at most. */
    static List<Chunk> plan(Duration duration, FrameRate rate, Duration wanted) {
        long segmentMillis = EncodeCommand.SEGMENT_SECONDS * 1000L;
        long millis = duration.toMillis();
        long segments = Math.max(1, Math.round((double) wanted.toMillis() / segmentMillis));
        segments = Math.max(segments, -Math.floorDiv(-millis, segmentMillis * Pace.MAX_CHUNKS));
        long frames = -Math.floorDiv(-segments * EncodeCommand.SEGMENT_SECONDS * rate.numerator(), rate.denominator());
        // A short remainder goes with the chunk before it.
        double film = millis / 1000.0 * rate.perSecond();
        int count = Math.clamp(Math.round(film / frames), 1, Pace.MAX_CHUNKS);
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            chunks.add(new Chunk(i, i * frames, last ? TO_THE_END : frames, (int) (i * segments)));
        }
        return List.copyOf(chunks);
    }
}
