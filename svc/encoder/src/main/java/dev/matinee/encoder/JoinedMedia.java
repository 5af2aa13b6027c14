package dev.matinee.encoder;

import dev.matinee.encoder.EncodePlan.Pictures;
import dev.matinee.encoder.MasterPlaylist.Track;
import dev.matinee.encoder.PieceMedia.Part;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes one version of many pieces by writing its playlists: the segments stay where their workers put them, and nothing
 * of them is read or written again.
 */
final class JoinedMedia {
    private final EncodePlan plan;
    private final String base;
    private final Done side;
    private final List<Done> chunks;

    /**
     * A piece that is done.
     *
     * @param folder of the try that made it, in the folder of the whole version
     */
    record Done(PieceKind kind, int number, String folder, PieceMedia media) {}

    /**
     * @param plan with the renditions to be joined
     * @param base how the folder of the whole version is reached from that of this one: empty, or {@code ../<version>/}
     * @param pieces the side and all chunks that hold these renditions
     */
    JoinedMedia(EncodePlan plan, String base, List<Done> pieces) {
        this.plan = plan;
        this.base = base;
        this.side = pieces.stream()
                .filter(piece -> piece.kind() == PieceKind.SIDE)
                .findFirst()
                .orElseThrow();
        this.chunks = pieces.stream()
                .filter(piece -> piece.kind() != PieceKind.SIDE)
                .sorted(Comparator.comparingInt(Done::number))
                .toList();
    }

    /** Writes the playlists into the folder, which then holds all of the version but its posters and sheets. */
    EncodedMedia write(Path folder) throws IOException, MediaException {
        List<Track> videos = new ArrayList<>();
        double seconds = 0;
        for (Rendition rendition : plan.renditions()) {
            JoinedTrack joined = track(videos.isEmpty() ? PieceKind.LOW : PieceKind.REST, rendition.name());
            joined.write(folder);
            seconds = Math.max(seconds, joined.seconds());
            videos.add(joined.track(rendition.width(), rendition.height()));
        }
        Track audio = null;
        for (Part sound : side.media().tracks()) {
            JoinedTrack joined = new JoinedTrack(List.of(new JoinedTrack.Piece(from(side), sound)));
            joined.write(folder);
            seconds = Math.max(seconds, joined.seconds());
            audio = joined.track(0, 0);
        }
        MediaPackage.checkWhole(seconds, plan);
        VideoTrack video = plan.source().video();
        String master = MasterPlaylist.write(videos, audio, iframes(), video == null ? null : video.frameRate());
        Files.writeString(folder.resolve("master.m3u8"), master);
        Duration duration = Duration.ofMillis(Math.round(seconds * 1000));
        Pictures pictures = plan.pictures();
        boolean storyboard = pictures != null
                && MediaPackage.storyboard(
                        folder, duration, pictures, side.media().tiles());
        List<Track> tracks = new ArrayList<>(videos);
        if (audio != null) {
            tracks.add(audio);
        }
        long pieces = side.media().sizeBytes()
                + chunks.stream().mapToLong(chunk -> chunk.media().sizeBytes()).sum();
        return new EncodedMedia(
                folder,
                plan.source(),
                duration,
                List.copyOf(tracks),
                audio != null,
                side.media().pictures().stream()
                        .filter(name -> name.startsWith("poster"))
                        .toList(),
                storyboard,
                pieces + Folders.size(folder),
                master);
    }

    // Frames are complete when every chunk is full until the pictures end, and none comes after that.
    private JoinedTrack track(PieceKind kind, String name) throws MediaException {
        List<JoinedTrack.Piece> parts = new ArrayList<>();
        boolean ended = false;
        for (Done chunk : chunks) {
            if (chunk.kind() != kind) {
                continue;
            }
            for (Part part : chunk.media().tracks()) {
                if (part.name().equals(name)) {
                    if (ended) {
                        throw new MediaException(
                                MediaProblem.UNREADABLE, "frames are missing before chunk " + chunk.number());
                    }
                    parts.add(new JoinedTrack.Piece(from(chunk), part));
                }
            }
            ended |= chunk.media().ended();
        }
        if (parts.isEmpty()) {
            throw new MediaException(MediaProblem.UNREADABLE, "no frame could be decoded");
        }
        String init = parts.getFirst().part().init();
        if (parts.stream().anyMatch(piece -> !piece.part().init().equals(init))) {
            throw new MediaException(MediaProblem.ENCODER_FAILED, "the chunks of " + name + " begin differently");
        }
        return new JoinedTrack(parts);
    }

    private String from(Done piece) {
        return base + piece.folder() + "/";
    }

    private @Nullable Track iframes() {
        Track made = side.media().iframes();
        return made == null
                ? null
                : new Track(
                        from(side) + made.folder(),
                        made.width(),
                        made.height(),
                        made.bandwidth(),
                        made.averageBandwidth(),
                        made.codec());
    }
}
