package dev.matinee.encoder;

import dev.matinee.encoder.Mp4Boxes.Box;
import dev.matinee.encoder.Mp4Boxes.MalformedBoxException;
import java.nio.ByteBuffer;

/**
 * Moves a segment of a chunk, whose clock began at zero, to its time in the film: three numbers in its boxes (ISO/IEC
 * 14496-12 sections 8.8.5, 8.8.12 and 8.16.3), in place. Its media data is not touched.
 */
final class SegmentTimes {
    private SegmentTimes() {}

    /** Ticks per second of the one track of an initialization segment. */
    static long timescale(ByteBuffer init) throws MalformedBoxException {
        ByteBuffer header = Mp4Boxes.path(init, "moov", "trak", "mdia", "mdhd");
        return header.getInt(header.get(0) == 1 ? 20 : 12) & 0xffffffffL;
    }

    /** How long that many frames last, in ticks; refused where that is not a whole number. */
    static long ticks(long frames, FrameRate rate, long timescale) throws MalformedBoxException {
        long product = Math.multiplyExact(Math.multiplyExact(frames, rate.denominator()), timescale);
        if (product % rate.numerator() != 0) {
            throw new MalformedBoxException("a timescale of " + timescale + " for " + rate.fraction());
        }
        return product / rate.numerator();
    }

    /** Returns how many frames the segment has. */
    static long shift(ByteBuffer segment, long ticks, int fragments) throws MalformedBoxException {
        long frames = 0;
        try {
            for (Box box : Mp4Boxes.boxes(segment)) {
                switch (box.type()) {
                    // version and flags, reference_ID, timescale, earliest_presentation_time
                    case "sidx" -> add(box.body(), 12, ticks);
                    case "moof" -> {
                        ByteBuffer header = Mp4Boxes.path(box.body(), "mfhd");
                        header.putInt(4, header.getInt(4) + fragments);
                        add(Mp4Boxes.path(box.body(), "traf", "tfdt"), 4, ticks);
                        frames += Mp4Boxes.path(box.body(), "traf", "trun").getInt(4);
                    }
                    default -> {}
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new MalformedBoxException("a cut box: " + e.getMessage());
        }
        return frames;
    }

    private static void add(ByteBuffer body, int at, long ticks) throws MalformedBoxException {
        if (body.get(0) == 1) {
            body.putLong(at, body.getLong(at) + ticks);
            return;
        }
        long sum = (body.getInt(at) & 0xffffffffL) + ticks;
        if (sum > 0xffffffffL) {
            throw new MalformedBoxException("a time that does not fit into 32 bits");
        }
        body.putInt(at, (int) sum);
    }
}
