package dev.matinee.encoder;

import dev.matinee.encoder.SourceMedia.VideoTrack;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Measures the encoding alone, without queue, database and S3, for {@code matinee bench}. Each line of its output is one
 * JSON object.
 *
 * <ul>
 *   <li>{@code ladder FILE [THREADS]}: the film as a short one is made: {@code first_s} until its lowest rung could be
 *       watched, {@code whole_s} until all could
 *   <li>{@code whole FILE [THREADS]}: the one ffmpeg {@code command} of the whole ladder, to be run in a folder with the
 *       film as {@code source} and the {@code folders} under {@code out} that it writes into
 *   <li>{@code rungs FILE [THREADS]}: one such command for each rung, sound and pictures with the first
 *   <li>{@code chunks FILE WORKERS [CHUNK_SECONDS]}: the film in chunks by that many workers of one thread each
 * </ul>
 */
public final class Measure {
    private static final String PRESET = "veryfast";
    private static final Duration NEVER = Duration.ofDays(365);

    private final Path work;
    private final PrintStream out;

    private Measure(Path work, PrintStream out) {
        this.work = work;
        this.out = out;
    }

    /**
     * Runs one measurement.
     *
     * @param args as the class says
     * @throws Exception when the film cannot be encoded
     */
    public static void main(String[] args) throws Exception {
        Path work = Files.createTempDirectory("matinee-measure");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Measure measure = new Measure(work, System.out);
            Path film = Path.of(args[1]).toAbsolutePath();
            int number = args.length > 2 ? Integer.parseInt(args[2]) : 2;
            switch (args[0]) {
                case "ladder" -> measure.ladder(film, number);
                case "whole" -> measure.commands(film, number, false);
                case "rungs" -> measure.commands(film, number, true);
                case "chunks" -> measure.chunks(film, number, args.length > 3 ? Integer.parseInt(args[3]) : 6);
                default -> throw new IllegalArgumentException("ladder, whole, rungs or chunks, not " + args[0]);
            }
        } finally {
            Folders.delete(work);
        }
    }

    private static IngestLimits limits(int threads) {
        return new IngestLimits(
                8192L * 4320, 32, Duration.ofHours(12), Duration.ofHours(6), 4L << 30, 64L << 30, threads);
    }

    private MediaEncoder encoder(int threads) throws IOException {
        IngestLimits limits = limits(threads);
        return new MediaEncoder(
                Sandbox.strongest(work, List.of("ffmpeg", "-version"), limits, false),
                new MediaPrograms("ffmpeg", "ffprobe"),
                limits,
                PRESET,
                new Pace(Duration.ofSeconds(10), NEVER, NEVER));
    }

    private Path folder(String name, Path film) throws IOException {
        Path folder = Files.createDirectory(work.resolve(name));
        Path copy = work.resolve("film");
        if (!Files.exists(copy)) {
            Files.copy(film, copy);
        }
        Files.createLink(folder.resolve(MediaPrograms.SOURCE), copy);
        return folder;
    }

    private void ladder(Path film, int threads)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        MediaEncoder encoder = encoder(threads);
        Path folder = folder("ladder", film);
        SourceMedia source = encoder.probe(folder);
        long begin = System.nanoTime();
        double[] first = new double[1];
        encoder.encode(folder, source, new MediaEncoder.Listener() {
            @Override
            public void encoded(double part, String rungs) {
                // Only the end counts.
            }

            @Override
            public void playable(EncodedMedia lowest) {
                first[0] = since(begin);
            }
        });
        double whole = since(begin);
        out.printf(
                Locale.ROOT, "{\"first_s\":%.3f,\"whole_s\":%.3f,\"ratio\":%.3f}%n", first[0], whole, first[0] / whole);
    }

    private void commands(Path film, int threads, boolean apart)
            throws IOException, InterruptedException, MediaException {
        SourceMedia source = encoder(threads).probe(folder("probe", film));
        EncodeCommand command = new EncodeCommand(new MediaPrograms("ffmpeg", "ffprobe"), limits(threads));
        EncodePlan whole = EncodePlan.of(source);
        List<EncodePlan> plans = new ArrayList<>(List.of(apart ? whole.lowest() : whole));
        if (apart) {
            whole.larger()
                    .renditions()
                    .forEach(rung -> plans.add(new EncodePlan(source, List.of(rung), null, false, null)));
        }
        for (EncodePlan plan : plans) {
            out.println(new String(
                    Json.write(new Bare(EncodeCommand.folders(plan), command.build(plan, PRESET))),
                    StandardCharsets.UTF_8));
        }
    }

    private record Bare(List<String> folders, List<String> command) {}

    private void chunks(Path film, int workers, int seconds) throws Exception {
        MediaEncoder encoder = encoder(1);
        SourceMedia source = encoder.probe(folder("probe", film));
        VideoTrack video = Objects.requireNonNull(source.video(), "a film without pictures is not cut");
        EncodePlan plan = EncodePlan.of(source);
        List<Callable<PieceMedia>> pieces = new ArrayList<>();
        pieces.add(() -> encoder.side(folder("side", film), source, part -> {}));
        List<Chunk> chunks = Chunk.plan(source.duration(), video.frameRate(), Duration.ofSeconds(seconds));
        CutFilm cut = new CutFilm(source, chunks, PRESET);
        List<EncodePlan> stages =
                plan.renditions().size() > 1 ? List.of(plan.lowest(), plan.larger()) : List.of(plan.lowest());
        for (EncodePlan stage : stages) {
            for (Chunk chunk : chunks) {
                pieces.add(() ->
                        encoder.chunk(folder(stage.rungs() + chunk.number(), film), cut, stage, chunk, part -> {}));
            }
        }
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(workers)) {
            for (Future<PieceMedia> piece : threads.invokeAll(pieces)) {
                piece.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a piece cannot be made", e.getCause());
        }
        out.printf(
                Locale.ROOT, "{\"workers\":%d,\"chunks\":%d,\"wall_s\":%.3f}%n", workers, chunks.size(), since(begin));
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
