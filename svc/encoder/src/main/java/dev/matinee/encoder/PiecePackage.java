package dev.matinee.encoder;

import dev.matinee.encoder.Mp4Boxes.MalformedBoxException;
import dev.matinee.encoder.PieceMedia.Part;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what ffmpeg wrote of a chunk into a part of the film: puts its segments at their time, and counts its frames. */
final class PiecePackage {
    private final EncodePlan plan;
    private final Chunk chunk;
    private final VideoTrack video;
    private final Path out;

    PiecePackage(EncodePlan plan, Chunk chunk, VideoTrack video, Path out) {
        this.plan = plan;
        this.chunk = chunk;
        this.video = video;
        this.out = out;
    }

    /** A chunk behind the end of the pictures has no track at all: a container's length is that of its longest track. */
    PieceMedia finish() throws IOException, MediaException {
        Folders.requirePlain(out);
        try {
            List<Part> tracks = new ArrayList<>();
            for (Rendition rendition : plan.renditions()) {
                Part part = part(rendition);
                if (part != null) {
                    tracks.add(part);
                }
            }
            if (!tracks.isEmpty() && tracks.size() < plan.renditions().size()) {
                throw new MediaException(MediaProblem.ENCODER_FAILED, "some renditions have no frame");
            }
            boolean ended = tracks.isEmpty()
                    || tracks.stream().anyMatch(track -> !chunk.last() && track.frames() < chunk.frames());
            return new PieceMedia(List.copyOf(tracks), null, List.of(), 0, ended, Folders.size(out));
        } catch (MalformedBoxException e) {
            throw new MediaException(MediaProblem.ENCODER_FAILED, "ffmpeg wrote " + e.getMessage(), e);
        }
    }

    private @Nullable Part part(Rendition rendition) throws IOException, MediaException, MalformedBoxException {
        Path folder = out.resolve(rendition.name());
        Path file = folder.resolve(EncodeCommand.PLAYLIST);
        MediaPlaylist playlist = Files.exists(file) ? MediaPlaylist.read(file) : new MediaPlaylist(0, List.of());
        // The joined one takes its place.
        Files.deleteIfExists(file);
        if (playlist.segments().isEmpty()) {
            Files.deleteIfExists(folder.resolve("init.mp4"));
            return null;
        }
        byte[] init = Files.readAllBytes(folder.resolve("init.mp4"));
        long ticks = SegmentTimes.ticks(
                chunk.firstFrame(), video.frameRate(), SegmentTimes.timescale(ByteBuffer.wrap(init)));
        long frames = 0;
        for (int i = 0; i < playlist.segments().size(); i++) {
            Path segment = folder.resolve(EncodeCommand.segment(chunk.firstSegment() + i));
            byte[] bytes = Files.readAllBytes(segment);
            frames += SegmentTimes.shift(ByteBuffer.wrap(bytes), ticks, chunk.firstSegment());
            // What ffmpeg wrote is another user's file: this one takes its place.
            Files.delete(segment);
            Files.write(segment, bytes);
        }
        if (frames == 0) {
            // One empty segment is what ffmpeg makes of nothing.
            Folders.delete(folder);
            return null;
        }
        if (!chunk.last() && frames > chunk.frames()) {
            throw new MediaException(MediaProblem.ENCODER_FAILED, frames + " frames, not " + chunk.frames());
        }
        return Part.of(folder, rendition.width(), rendition.height(), playlist, chunk.firstSegment(), frames);
    }
}
