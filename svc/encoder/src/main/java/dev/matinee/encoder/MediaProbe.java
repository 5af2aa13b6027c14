package dev.matinee.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bramp.ffmpeg.builder.FFprobeBuilder;
import net.bramp.ffmpeg.progress.StreamProgressParser;

/** Finds out what a local file holds, with the whitelists on, before anything of it is decoded at length. */
final class MediaProbe {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_REPORT_BYTES = 1 << 20;
    private static final Duration PROBE_WALL = Duration.ofSeconds(60);

    private static final String NAMED = MediaCodecs.DECODERS + "," + MediaCodecs.COMPANIONS;
    private static final Pattern STREAM =
            Pattern.compile("Stream #0:\\d+.*?: (?<kind>Video|Audio): (?<codec>[a-z0-9_]+)");

    private final MediaProcess process;
    private final MediaPrograms programs;
    private final IngestLimits limits;

    MediaProbe(MediaProcess process, MediaPrograms programs, IngestLimits limits) {
        this.process = process;
        this.programs = programs;
        this.limits = limits;
    }

    /** @param folder a job folder with the file in it as {@code source} */
    SourceMedia probe(Path folder) throws IOException, InterruptedException, MediaException {
        Path file = folder.resolve(MediaPrograms.SOURCE);
        Container container;
        try (InputStream stream = Files.newInputStream(file)) {
            container = ContainerSniffer.sniff(stream.readNBytes(ContainerSniffer.HEAD_BYTES));
        }
        SourceMedia media = ProbeReport.read(report(folder, container), container, limits);
        if (!media.duration().isZero()) {
            return media;
        }
        SourceMedia measured = media.withDuration(measure(folder, container));
        ProbeReport.checkDuration(measured.duration(), limits);
        return measured;
    }

    private JsonNode report(Path folder, Container container) throws IOException, InterruptedException, MediaException {
        List<String> command = new ArrayList<>(List.of(programs.ffprobe()));
        command.addAll(new FFprobeBuilder()
                .setShowFormat(true)
                .setShowStreams(true)
                .setShowChapters(false)
                .addExtraArgs(programs.inputOptions(container, NAMED, limits).toArray(String[]::new))
                .addExtraArgs("-f", container.demuxer())
                .setInput(MediaPrograms.SOURCE)
                .build());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MediaExit ended =
                process.run(folder, command, PROBE_WALL, stream -> out.writeBytes(stream.readNBytes(MAX_REPORT_BYTES)));
        if (ended.endedFromOutside()) {
            throw new MediaException(MediaProblem.ENCODER_FAILED, "ffprobe ended with " + ended.code());
        }
        if (ended.failed()) {
            throw refusal(folder, container, ended.code());
        }
        return JSON.readTree(out.toByteArray());
    }

    // ffprobe stops at the first decoder outside the list and reports nothing. ffmpeg without an output only lists the
    // streams, with the same list on, so it tells a refused codec from a damaged file.
    private MediaException refusal(Path folder, Container container, int exit)
            throws IOException, InterruptedException, MediaException {
        List<String> command = new ArrayList<>(List.of(programs.ffmpeg(), "-nostdin", "-hide_banner"));
        command.addAll(programs.inputOptions(container, NAMED, limits));
        command.addAll(List.of("-f", container.demuxer(), "-i", MediaPrograms.SOURCE));
        MediaExit ended = process.run(folder, command, PROBE_WALL, stream -> {});
        Matcher streams = STREAM.matcher(ended.errors());
        while (streams.find()) {
            boolean video = streams.group("kind").equals("Video");
            String codec = streams.group("codec");
            if (!(video ? MediaCodecs.VIDEO : MediaCodecs.AUDIO).contains(codec)) {
                MediaProblem problem = video ? MediaProblem.VIDEO_CODEC_REFUSED : MediaProblem.AUDIO_CODEC_REFUSED;
                return new MediaException(problem, "codec " + codec);
            }
        }
        return new MediaException(MediaProblem.UNREADABLE, "ffprobe ended with " + exit);
    }

    // Recordings made in a browser carry no length: read the packets once, without decoding them.
    private Duration measure(Path folder, Container container)
            throws IOException, InterruptedException, MediaException {
        List<String> command = new ArrayList<>(List.of(programs.ffmpeg(), "-nostdin", "-v", "error"));
        command.addAll(List.of("-progress", "pipe:1"));
        command.addAll(programs.inputOptions(container, MediaCodecs.DECODERS, limits));
        command.addAll(List.of("-f", container.demuxer(), "-i", MediaPrograms.SOURCE));
        command.addAll(List.of("-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "null", "-"));
        AtomicLong nanos = new AtomicLong();
        process.run(
                folder,
                command,
                limits.maxWall(),
                stream ->
                        new StreamProgressParser(progress -> nanos.set(progress.getOutTimeNs())).processStream(stream));
        return Duration.ofNanos(nanos.get());
    }
}
