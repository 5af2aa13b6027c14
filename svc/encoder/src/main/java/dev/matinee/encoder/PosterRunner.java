package dev.matinee.encoder;

import dev.matinee.encoder.EncoderMetrics.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One try at the poster that a film's owner chose: one segment of what is published is enough for it. */
final class PosterRunner {
    private static final Duration WALL = Duration.ofMinutes(2);
    private static final int LONG_SIDE = 1280;

    private final Tries tries;
    private final LeaseStore leases;
    private final MediaStore media;
    private final Sandbox sandbox;
    private final MediaPrograms programs;
    private final IngestLimits limits;

    PosterRunner(
            Tries tries,
            LeaseStore leases,
            MediaStore media,
            Sandbox sandbox,
            MediaPrograms programs,
            IngestLimits limits) {
        this.tries = tries;
        this.leases = leases;
        this.media = media;
        this.sandbox = sandbox;
        this.programs = programs;
        this.limits = limits;
    }

    /** @param taken the moment, by {@link System#nanoTime}, before the lease was asked for */
    Outcome run(JobLease lease, long taken) {
        return tries.run(new HeldJob(lease, leases, (folder, keeper) -> make(lease, folder, keeper)), taken);
    }

    private Outcome make(JobLease lease, Path folder, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        String playlist = new String(
                media.read(lease.sourceKey() + EncodeCommand.PLAYLIST, keeper::check), StandardCharsets.UTF_8);
        PosterFrame frame = PosterFrame.find(playlist, lease.sourceKey(), lease.posterMs());
        try (OutputStream source = Files.newOutputStream(folder.resolve(MediaPrograms.SOURCE))) {
            source.write(media.read(frame.init(), keeper::check));
            source.write(media.read(frame.segment(), keeper::check));
        }
        sandbox.prepare(folder);
        MediaExit ended = new MediaProcess(sandbox, limits).run(folder, command(frame.offsetMs()), WALL, stream -> {});
        Path out = folder.resolve("out");
        if (ended.failed() || !Files.exists(out.resolve("poster.jpg"))) {
            throw new MediaException(
                    MediaEncoder.problem(ended), "ffmpeg ended with " + ended.code() + ": " + ended.errors());
        }
        media.upload(out, lease.prefix(), keeper::check);
        keeper.check();
        return Tries.persist(() -> leases.publishPoster(lease)) ? Outcome.READY : Outcome.LOST;
    }

    // Every frame until the moment is written over by the next one, so what stays is the one that shows then, whatever
    // the
    // frame rate.
    private List<String> command(long offsetMs) {
        String filters =
                "setpts=PTS-STARTPTS,select='lte(t,%d.%03d)',scale='if(gte(iw,ih),min(%d,iw),-2)':'if(gte(iw,ih),-2,min(%d,ih))',format=yuvj420p"
                        .formatted(offsetMs / 1000, offsetMs % 1000, LONG_SIDE, LONG_SIDE);
        List<String> command = new ArrayList<>(List.of(programs.ffmpeg(), "-nostdin", "-hide_banner", "-v", "error"));
        command.addAll(List.of("-threads", Integer.toString(limits.threads()), "-f", Container.MP4.demuxer()));
        command.addAll(programs.inputOptions(Container.MP4, "h264", limits));
        command.addAll(List.of("-i", MediaPrograms.SOURCE, "-map", "0:v:0", "-vf", filters));
        command.addAll(List.of("-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "3", "-flags:v", "+bitexact"));
        command.addAll(List.of("-f", "image2", "-update", "1", "-y", "out/poster.jpg"));
        return command;
    }
}
