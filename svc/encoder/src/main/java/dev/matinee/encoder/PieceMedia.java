package dev.matinee.encoder;

import dev.matinee.encoder.MasterPlaylist.Track;
import dev.matinee.encoder.MediaPlaylist.Segment;
import dev.matinee.encoder.Mp4Boxes.MalformedBoxException;
import dev.matinee.kit.http.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a piece of a job made, as it is kept until all are there.
 *
 * @param tracks of a chunk its renditions, lowest first; of the side the audio, if there is any
 * @param iframes of the side
 * @param pictures file names of the side: posters, the chosen one first, and sheets
 * @param tiles how many the storyboard's sheets hold
 * @param ended whether the film's pictures ended in this chunk, or before it
 */
record PieceMedia(
        List<Part> tracks, @Nullable Track iframes, List<String> pictures, int tiles, boolean ended, long sizeBytes) {

    /**
     * A track of one piece.
     *
     * @param name its folder
     * @param init SHA-256 of its initialization segment; all pieces of a track must have the same
     * @param firstSegment number of its first file
     * @param frames 0 for audio
     */
    record Part(
            String name,
            int width,
            int height,
            String codec,
            String init,
            int firstSegment,
            double targetSeconds,
            List<Segment> segments,
            long frames) {

        /**
         * Reads what ffmpeg left of a track.
         *
         * @param folder with the initialization segment and the segments
         * @param playlist that ffmpeg wrote
         */
        static Part of(Path folder, int width, int height, MediaPlaylist playlist, int firstSegment, long frames)
                throws IOException, MalformedBoxException {
            byte[] init = Files.readAllBytes(folder.resolve("init.mp4"));
            return new Part(
                    String.valueOf(folder.getFileName()),
                    width,
                    height,
                    Mp4Boxes.codec(ByteBuffer.wrap(init)),
                    Sha256.hex(init),
                    firstSegment,
                    playlist.targetSeconds(),
                    playlist.segments(),
                    frames);
        }
    }
}
