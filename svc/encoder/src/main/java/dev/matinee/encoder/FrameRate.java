package dev.matinee.encoder;

import java.util.List;
import java.util.Locale;

/** Frames per second as the exact fraction that ffmpeg works with. */
record FrameRate(long numerator, long denominator) {
    static final FrameRate MAX = new FrameRate(60, 1);

    private static final List<FrameRate> STANDARD = List.of(
            new FrameRate(24_000, 1001),
            new FrameRate(24, 1),
            new FrameRate(25, 1),
            new FrameRate(30_000, 1001),
            new FrameRate(30, 1),
            new FrameRate(48, 1),
            new FrameRate(50, 1),
            new FrameRate(60_000, 1001),
            new FrameRate(60, 1));

    FrameRate {
        if (numerator <= 0 || denominator <= 0) {
            throw new IllegalArgumentException("not a frame rate: " + numerator + "/" + denominator);
        }
    }

    double perSecond() {
        return (double) numerator / denominator;
    }

    /**
     * The constant rate to encode at: the base rate where frames keep to it, a standard rate near the mean where they do
     * not (variable frame rate), never above 60.
     *
     * @param base the rate that all timestamps fit, ffprobe's r_frame_rate
     * @param mean frames by time, ffprobe's avg_frame_rate
     */
    static FrameRate constant(FrameRate base, FrameRate mean) {
        double wanted = mean.perSecond();
        boolean steady = Math.abs(base.perSecond() - wanted) <= 0.02 * wanted;
        if (steady && base.perSecond() <= MAX.perSecond()) {
            return base;
        }
        if (wanted >= MAX.perSecond()) {
            return MAX;
        }
        for (FrameRate standard : STANDARD) {
            if (standard.perSecond() >= wanted * 0.995) {
                // A screen recording of a few frames a second keeps its rate: 24 would only repeat frames.
                return wanted < 12 ? new FrameRate(Math.max(1, Math.round(wanted)), 1) : standard;
            }
        }
        return MAX;
    }

    /** As ffmpeg reads it. */
    String fraction() {
        return numerator + "/" + denominator;
    }

    /** As HLS writes it: three decimals (RFC 8216 section 4.3.4.2). */
    String decimal() {
        return String.format(Locale.ROOT, "%.3f", perSecond());
    }
}
