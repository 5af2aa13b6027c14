package dev.matinee.encoder;

import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.bramp.ffmpeg.progress.Progress;
import net.bramp.ffmpeg.progress.StreamProgressParser;

/** From a local file to a complete version on the local disk. */
final class MediaEncoder {
    private static final Duration LEAST_WALL = Duration.ofMinutes(10);
    private static final int WALL_PER_MEDIA_SECOND = 40;

    private final Sandbox sandbox;
    private final MediaProcess process;
    private final MediaProbe probe;
    private final EncodeCommand command;
    private final IngestLimits limits;

    MediaEncoder(Sandbox sandbox, MediaPrograms programs, IngestLimits limits, String preset) {
        this.sandbox = sandbox;
        this.limits = limits;
        this.process = new MediaProcess(sandbox, limits);
        this.probe = new MediaProbe(process, programs, limits);
        this.command = new EncodeCommand(programs, limits, preset);
    }

    /** Told how far the encoding is, from 0 to 1; called often, from another thread. */
    interface Listener {
        void encoded(double part);
    }

    /** @param folder a job folder with the file in it as {@code source} */
    SourceMedia probe(Path folder) throws IOException, InterruptedException, MediaException {
        sandbox.prepare(folder);
        return probe.probe(folder);
    }

    /** Interrupting the caller ends ffmpeg. */
    EncodedMedia encode(Path folder, SourceMedia source, Listener listener)
            throws IOException, InterruptedException, MediaException {
        EncodePlan plan = EncodePlan.of(source);
        for (String name : EncodeCommand.folders(plan)) {
            sandbox.prepareOutput(folder, name);
        }
        StreamProgressParser parser = new StreamProgressParser(progress -> listener.encoded(part(plan, progress)));
        checkEnded(process.run(folder, command.build(plan), wall(source), parser::processStream));
        Path folderOfTiles = folder.resolve("out").resolve(EncodeCommand.TILES);
        int tiles = plan.pictures() == null ? 0 : Folders.files(folderOfTiles).size();
        if (tiles > 0) {
            checkEnded(process.run(folder, command.sheets(), LEAST_WALL, stream -> {}));
        }
        Folders.delete(folderOfTiles);
        return new MediaPackage(plan, folder.resolve("out"), tiles).finish();
    }

    private static void checkEnded(MediaProcess.Ended ended) throws MediaException {
        if (ended.exit() != 0) {
            throw new MediaException(problem(ended), "ffmpeg ended with " + ended.exit() + ": " + ended.errors());
        }
    }

    private static MediaProblem problem(MediaProcess.Ended ended) {
        if (ended.ranOut()) {
            return MediaProblem.TOO_COSTLY;
        }
        boolean damaged =
                List.of("Invalid data found", "Error while decoding", "Cannot determine format", "moov atom").stream()
                        .anyMatch(ended.errors()::contains);
        return damaged ? MediaProblem.UNREADABLE : MediaProblem.ENCODER_FAILED;
    }

    // The storyboard's sheets carry the time of their last tile, so the clock of the whole run jumps ahead: frames of
    // the
    // first rendition are what tells. Sound alone has only the clock.
    private static double part(EncodePlan plan, Progress progress) {
        VideoTrack video = plan.source().video();
        double part = video == null
                ? progress.getOutTimeNs() / 1e9 / plan.seconds()
                : (double) progress.getFrame() / Math.max(1, plan.frames());
        return Math.clamp(part, 0, 1);
    }

    private Duration wall(SourceMedia source) {
        Duration wanted = source.duration().multipliedBy(WALL_PER_MEDIA_SECOND);
        Duration least = wanted.compareTo(LEAST_WALL) < 0 ? LEAST_WALL : wanted;
        return least.compareTo(limits.maxWall()) < 0 ? least : limits.maxWall();
    }
}
