package dev.matinee.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A finished media playlist and the measured size of what it names. */
record MediaPlaylist(double targetSeconds, List<Segment> segments) {

    record Segment(double seconds, long bytes) {}

    /** Reads a playlist that ffmpeg wrote, and the sizes of its segments beside it. */
    static MediaPlaylist read(Path file) throws IOException {
        double target = 0;
        double seconds = 0;
        List<Segment> segments = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("#EXT-X-TARGETDURATION:")) {
                target = Double.parseDouble(line.substring(line.indexOf(':') + 1));
            } else if (line.startsWith("#EXTINF:")) {
                seconds = Double.parseDouble(line.substring(line.indexOf(':') + 1, line.indexOf(',')));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                segments.add(new Segment(seconds, Files.size(file.resolveSibling(line))));
            }
        }
        return new MediaPlaylist(target, List.copyOf(segments));
    }

    double seconds() {
        return segments.stream().mapToDouble(Segment::seconds).sum();
    }

    /** Mean bits per second over the whole playlist. */
    long averageBandwidth() {
        long bytes = segments.stream().mapToLong(Segment::bytes).sum();
        return bitrate(bytes, seconds());
    }

    /**
     * Peak bits per second: of any run of segments that lasts between half and one and a half target durations (RFC 8216
     * section 4.3.4.2); a playlist shorter than that has only its mean.
     */
    long bandwidth() {
        long peak = 0;
        for (int from = 0; from < segments.size(); from++) {
            double length = 0;
            long bytes = 0;
            for (int to = from; to < segments.size(); to++) {
                length += segments.get(to).seconds();
                bytes += segments.get(to).bytes();
                if (length > targetSeconds * 1.5) {
                    break;
                }
                if (length >= targetSeconds * 0.5) {
                    peak = Math.max(peak, bitrate(bytes, length));
                }
            }
        }
        return Math.max(peak, averageBandwidth());
    }

    private static long bitrate(long bytes, double seconds) {
        return seconds <= 0 ? 0 : (long) Math.ceil(bytes * 8 / seconds);
    }
}
