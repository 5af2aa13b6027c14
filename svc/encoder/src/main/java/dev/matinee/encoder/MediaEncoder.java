package dev.matinee.encoder;

import dev.matinee.encoder.SourceMedia.VideoTrack;
import dev.matinee.kit.http.ChildSpan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import net.bramp.ffmpeg.progress.Progress;
import net.bramp.ffmpeg.progress.StreamProgressParser;

/**
 * From a local file to a complete version on the local disk; where that takes long, by way of a smaller one that can be
 * watched meanwhile.
 */
final class MediaEncoder {
    private static final Duration LEAST_WALL = Duration.ofMinutes(10);
    private static final int WALL_PER_MEDIA_SECOND = 40;
    // What the first of two runs costs of both, measured on 1080p at 24 frames a second.
    private static final double LOWEST_PART = 0.2;

    private final Sandbox sandbox;
    private final MediaProcess process;
    private final MediaProbe probe;
    private final EncodeCommand command;
    private final IngestLimits limits;
    private final String preset;
    private final Pace pace;

    MediaEncoder(Sandbox sandbox, MediaPrograms programs, IngestLimits limits, String preset, Pace pace) {
        this.sandbox = sandbox;
        this.limits = limits;
        this.preset = preset;
        this.pace = pace;
        this.process = new MediaProcess(sandbox, limits);
        this.probe = new MediaProbe(process, programs, limits);
        this.command = new EncodeCommand(programs, limits);
    }

    /** Told how far the encoding is. */
    interface Listener {
        /**
         * Called often, from another thread.
         *
         * @param part from 0 to 1
         * @param rungs what is being made
         */
        void encoded(double part, String rungs);

        /** The lowest rung can be watched; what it consists of is the whole version's too, but for its playlists. */
        default void playable(EncodedMedia lowest)
                throws IOException, InterruptedException, MediaException, LeaseLostException {}
    }

    /** @param folder a job folder with the file in it as {@code source} */
    SourceMedia probe(Path folder) throws IOException, InterruptedException, MediaException {
        sandbox.prepare(folder);
        return probe.probe(folder);
    }

    /** Interrupting the caller ends ffmpeg. */
    EncodedMedia encode(Path folder, SourceMedia source, Listener listener)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        EncodePlan plan = EncodePlan.of(source);
        boolean apart = plan.renditions().size() > 1 && source.duration().compareTo(pace.lowestFirstFrom()) >= 0;
        if (!apart) {
            int tiles = run(folder, plan, preset, part -> listener.encoded(part, plan.rungs()));
            return new MediaPackage(plan, folder.resolve("out"), tiles).finish();
        }
        EncodePlan lowest = plan.lowest();
        int tiles = run(folder, lowest, preset, part -> listener.encoded(part * LOWEST_PART, lowest.rungs()));
        listener.playable(new MediaPackage(lowest, folder.resolve("out"), tiles).finish());
        EncodePlan larger = plan.larger();
        run(folder, larger, preset, part -> listener.encoded(LOWEST_PART + part * (1 - LOWEST_PART), larger.rungs()));
        return new MediaPackage(plan, folder.resolve("out"), tiles).finish();
    }

    /** Makes what all chunks share. */
    PieceMedia side(Path folder, SourceMedia source, DoubleConsumer listener)
            throws IOException, InterruptedException, MediaException {
        sandbox.prepare(folder);
        EncodePlan plan = EncodePlan.of(source).side();
        int tiles = run(folder, plan, preset, listener);
        return new MediaPackage(plan, folder.resolve("out"), tiles).side();
    }

    /** Makes some renditions of one chunk. */
    PieceMedia chunk(Path folder, CutFilm film, EncodePlan plan, Chunk chunk, DoubleConsumer listener)
            throws IOException, InterruptedException, MediaException {
        VideoTrack video = Objects.requireNonNull(film.source().video(), "only a film with pictures is cut");
        sandbox.prepare(folder);
        run(folder, plan.of(chunk), film.preset(), listener);
        return new PiecePackage(plan, chunk, video, folder.resolve("out")).finish();
    }

    /** How a film is cut; empty for one that is made in one go. */
    Optional<CutFilm> cut(SourceMedia source) {
        VideoTrack video = source.video();
        return video == null || !Chunk.cuts(source, pace)
                ? Optional.empty()
                : Optional.of(
                        new CutFilm(source, Chunk.plan(source.duration(), video.frameRate(), pace.chunk()), preset));
    }

    /** Returns how many tiles the storyboard's sheets hold. */
    private int run(Path folder, EncodePlan plan, String preset, DoubleConsumer listener)
            throws IOException, InterruptedException, MediaException {
        for (String name : EncodeCommand.folders(plan)) {
            sandbox.prepareOutput(folder, name);
        }
        StreamProgressParser parser = new StreamProgressParser(progress -> listener.accept(part(plan, progress)));
        try (ChildSpan _ = ChildSpan.begin("encode", Map.of("rungs", plan.rungs()))) {
            return run(folder, plan, preset, parser);
        }
    }

    private int run(Path folder, EncodePlan plan, String preset, StreamProgressParser parser)
            throws IOException, InterruptedException, MediaException {
        checkEnded(process.run(folder, command.build(plan, preset), wall(plan.source()), parser::processStream));
        Path folderOfTiles = folder.resolve("out").resolve(EncodeCommand.TILES);
        int tiles = plan.pictures() == null ? 0 : Folders.files(folderOfTiles).size();
        if (tiles > 0) {
            checkEnded(process.run(folder, command.sheets(), LEAST_WALL, stream -> {}));
        }
        Folders.delete(folderOfTiles);
        return tiles;
    }

    private static void checkEnded(MediaExit ended) throws MediaException {
        if (ended.failed()) {
            throw new MediaException(problem(ended), "ffmpeg ended with " + ended.code() + ": " + ended.errors());
        }
    }

    static MediaProblem problem(MediaExit ended) {
        if (ended.ranOut()) {
            return MediaProblem.TOO_COSTLY;
        }
        if (ended.endedFromOutside()) {
            return MediaProblem.ENCODER_FAILED;
        }
        boolean damaged = ended.crashed()
                || List.of("Invalid data found", "Error while decoding", "Cannot determine format", "moov atom")
                        .stream()
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
