package dev.matinee.encoder;

import dev.matinee.encoder.MasterPlaylist.Track;
import dev.matinee.encoder.MediaPlaylist.Segment;
import dev.matinee.encoder.PieceMedia.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * One track of a film over the segments of all its pieces.
 *
 * @param pieces in the film's order, one at least, all with the same initialization segment
 */
record JoinedTrack(List<Piece> pieces) {

    /** @param from how the piece's folder is reached from the version's, with a slash at its end */
    record Piece(String from, Part part) {}

    private String name() {
        return pieces.getFirst().part().name();
    }

    private MediaPlaylist measured() {
        List<Segment> segments = pieces.stream()
                .flatMap(piece -> piece.part().segments().stream())
                .toList();
        double target = pieces.stream()
                .mapToDouble(piece -> piece.part().targetSeconds())
                .max()
                .orElse(0);
        return new MediaPlaylist(target, segments);
    }

    double seconds() {
        return measured().seconds();
    }

    Track track(int width, int height) {
        MediaPlaylist measured = measured();
        String codec = pieces.getFirst().part().codec();
        return new Track(name(), width, height, measured.bandwidth(), measured.averageBandwidth(), codec);
    }

    /** Writes the media playlist (RFC 8216 section 4.3.3) into the track's folder. */
    void write(Path version) throws IOException {
        Path folder = Files.createDirectories(version.resolve(name()));
        Files.writeString(folder.resolve(EncodeCommand.PLAYLIST), text());
    }

    String text() {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:")
                .append(Math.max(1, Math.round(measured().targetSeconds())))
                .append("\n#EXT-X-MEDIA-SEQUENCE:0\n#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n")
                .append("#EXT-X-MAP:URI=\"")
                .append(uri(pieces.getFirst(), "init.mp4"))
                .append("\"\n");
        for (Piece piece : pieces) {
            int number = piece.part().firstSegment();
            for (Segment segment : piece.part().segments()) {
                text.append(String.format(Locale.ROOT, "#EXTINF:%.6f,\n", segment.seconds()))
                        .append(uri(piece, EncodeCommand.segment(number++)))
                        .append('\n');
            }
        }
        return text.append("#EXT-X-ENDLIST\n").toString();
    }

    private String uri(Piece piece, String file) {
        return "../" + piece.from() + name() + "/" + file;
    }
}
