package dev.matinee.encoder;

import java.util.ArrayList;
import java.util.List;

/** The ladder by the short side: never larger than the source, always even, H.264 level 4.2 at most. */
final class RenditionPlanner {
    private static final List<Rung> LADDER = List.of(
            new Rung(240, 300, 300),
            new Rung(360, 600, 600),
            new Rung(480, 1100, 1500),
            new Rung(720, 2800, 4000),
            new Rung(1080, 5000, 7500));

    private static final double HIGH_FRAME_RATE = 30.5;
    // A source cropped by a few lines (1072 of 1080) keeps its rung at its own size.
    private static final double NEARLY = 0.95;
    // ITU-T H.264 table A-1, level 4.2.
    private static final int MAX_FRAME_MACROBLOCKS = 8704;
    private static final int MAX_SIDE_MACROBLOCKS = (int) Math.sqrt(8.0 * MAX_FRAME_MACROBLOCKS);

    private RenditionPlanner() {}

    private record Rung(int shortSide, int kbps, int highRateKbps) {}

    /**
     * Lowest first, at least one.
     *
     * @param width as shown, at least 2
     * @param height as shown, at least 2
     */
    static List<Rendition> plan(int width, int height, FrameRate frameRate) {
        boolean highRate = frameRate.perSecond() > HIGH_FRAME_RATE;
        int source = Math.min(width, height);
        List<Rendition> ladder = new ArrayList<>();
        for (Rung rung : LADDER) {
            boolean lowest = ladder.isEmpty();
            if (!lowest && source < rung.shortSide() * NEARLY) {
                break;
            }
            Rendition rendition = rendition(width, height, rung, highRate ? rung.highRateKbps() : rung.kbps());
            boolean fits = macroblocks(rendition) <= MAX_FRAME_MACROBLOCKS
                    && Math.max(rendition.width(), rendition.height()) <= MAX_SIDE_MACROBLOCKS * 16;
            if (!lowest && !fits) {
                break;
            }
            ladder.add(rendition);
        }
        return List.copyOf(ladder);
    }

    /** A size that fits into a square, keeps the shape, is even and never larger than the source. */
    static int[] fitLongSide(int width, int height, int longSide) {
        double scale = Math.min(1.0, (double) longSide / Math.max(width, height));
        return new int[] {evenDown(width * scale), evenDown(height * scale)};
    }

    private static Rendition rendition(int width, int height, Rung rung, int kbps) {
        int source = Math.min(width, height);
        int other = Math.max(width, height);
        int shortSide = evenDown(Math.min(rung.shortSide(), source));
        int longSide = Math.min(evenNear((double) other * shortSide / source), evenDown(other));
        return width >= height
                ? new Rendition(rung.shortSide() + "p", longSide, shortSide, kbps)
                : new Rendition(rung.shortSide() + "p", shortSide, longSide, kbps);
    }

    private static int macroblocks(Rendition rendition) {
        return ((rendition.width() + 15) / 16) * ((rendition.height() + 15) / 16);
    }

    private static int evenDown(double size) {
        return Math.max(2, (int) size / 2 * 2);
    }

    private static int evenNear(double size) {
        return Math.max(2, (int) Math.round(size / 2) * 2);
    }
}
