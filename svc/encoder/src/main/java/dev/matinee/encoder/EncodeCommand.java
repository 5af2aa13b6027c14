package dev.matinee.encoder;

import dev.matinee.encoder.EncodePlan.Pictures;
import dev.matinee.encoder.SourceMedia.AudioTrack;
import dev.matinee.encoder.SourceMedia.Transfer;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import net.bramp.ffmpeg.builder.FFmpegBuilder;
import net.bramp.ffmpeg.builder.FFmpegOutputBuilder;
import net.bramp.ffmpeg.builder.Strict;
import org.jspecify.annotations.Nullable;

/** One ffmpeg run of a plan: the source is decoded once, every output hangs on one filter graph. */
final class EncodeCommand {
    static final String AUDIO = "audio";
    static final String IFRAMES = "iframes";
    static final String IFRAMES_FILE = "frames.mp4";
    /** Single tiles, gone once the sheets are made. */
    static final String TILES = "tiles";

    static final String PLAYLIST = "index.m3u8";
    static final int SEGMENT_SECONDS = 6;
    static final int KEY_SECONDS = 2;

    private static final int AUDIO_BITS_PER_SECOND = 128_000;
    private static final int AUDIO_HERTZ = 48_000;
    private static final String OUT = "out/";

    private final MediaPrograms programs;
    private final IngestLimits limits;

    EncodeCommand(MediaPrograms programs, IngestLimits limits) {
        this.programs = programs;
        this.limits = limits;
    }

    /** The folders under {@code out} that the run writes into. */
    static List<String> folders(EncodePlan plan) {
        List<String> folders = new ArrayList<>();
        plan.renditions().forEach(rendition -> folders.add(rendition.name()));
        if (plan.pictures() != null) {
            folders.add(IFRAMES);
            folders.add(TILES);
        }
        if (plan.sound()) {
            folders.add(AUDIO);
        }
        return folders;
    }

    /** @param preset of the video encoder */
    List<String> build(EncodePlan plan, String preset) {
        SourceMedia source = plan.source();
        FFmpegBuilder builder = new FFmpegBuilder()
                .setStrict(Strict.NORMAL)
                .setVerbosity(FFmpegBuilder.Verbosity.ERROR)
                .addExtraArgs("-nostdin", "-hide_banner", "-progress", "pipe:1", "-stats_period", "0.5")
                .addExtraArgs("-filter_complex_threads", Integer.toString(limits.threads()));
        VideoTrack video = source.video();
        Chunk chunk = plan.chunk();
        List<String> reach = new ArrayList<>();
        if (chunk == null || video == null) {
            // The container may claim a shorter film than it holds.
            reach.addAll(List.of("-t", Long.toString(limits.maxDuration().toSeconds())));
        } else {
            // Frames keep the time of the film, so that the filters count them as they would from its beginning.
            builder.addExtraArgs("-copyts", "-start_at_zero");
            reach.addAll(List.of("-noaccurate_seek", "-ss", Long.toString(chunk.seekSeconds(video.frameRate()))));
        }
        builder.addInput(MediaPrograms.SOURCE)
                .setFormat(source.container().demuxer())
                .addExtraArgs(programs.inputOptions(source.container(), MediaCodecs.DECODERS, limits)
                        .toArray(String[]::new))
                .addExtraArgs("-threads", Integer.toString(limits.threads()))
                .addExtraArgs(reach.toArray(String[]::new))
                .done();
        Pictures pictures = plan.pictures();
        if (video != null && (pictures != null || !plan.renditions().isEmpty())) {
            builder.addExtraArgs("-filter_complex", graph(plan, video));
            int firstSegment = chunk == null ? 0 : chunk.firstSegment();
            plan.renditions()
                    .forEach(rendition -> rendition(builder, rendition, preset, video.frameRate(), firstSegment));
        }
        if (pictures != null) {
            iframes(builder, preset);
            images(builder, "[posters]", "poster-%d.jpg", 3, EncodePlan.POSTERS + 1);
            images(builder, "[tiles]", TILES + "/%d.jpg", 2, EncodePlan.MAX_TILES_WRITTEN);
        }
        AudioTrack audio = source.audio();
        if (plan.sound() && audio != null) {
            audio(builder, audio);
        }
        List<String> command = new ArrayList<>(List.of(programs.ffmpeg()));
        command.addAll(builder.build());
        return command;
    }

    /** The second, tiny run: puts the tiles into sheets. */
    List<String> sheets() {
        return List.of(
                programs.ffmpeg(),
                "-nostdin",
                "-v",
                "error",
                "-y",
                "-protocol_whitelist",
                "file",
                "-format_whitelist",
                "image2",
                "-codec_whitelist",
                "mjpeg",
                "-f",
                "image2",
                "-framerate",
                "1",
                "-start_number",
                "0",
                "-i",
                OUT + TILES + "/%d.jpg",
                "-vf",
                "tile=" + Storyboard.COLUMNS + "x" + Storyboard.ROWS,
                "-q:v",
                "5",
                "-f",
                "image2",
                "-start_number",
                "0",
                OUT + "sb-%d.jpg");
    }

    private String graph(EncodePlan plan, VideoTrack video) {
        Pictures pictures = plan.pictures();
        List<Rendition> renditions = plan.renditions();
        StringBuilder graph = new StringBuilder("[0:" + video.index() + "]");
        graph.append(
                switch (video.scan()) {
                    case INTERLACED -> "bwdif=mode=send_frame:deint=all,";
                    case UNKNOWN -> "bwdif=mode=send_frame:deint=interlaced,";
                    case PROGRESSIVE -> "";
                });
        graph.append("fps=").append(video.frameRate().fraction()).append(":start_time=0,");
        graph.append(cut(plan.chunk(), video.frameRate()));
        graph.append(toneMap(video.transfer(), largest(plan)));
        graph.append("split=").append(renditions.size() + (pictures == null ? 0 : 3));
        renditions.forEach(
                rendition -> graph.append("[in_").append(rendition.name()).append(']'));
        graph.append(pictures == null ? "" : "[in_iframes][in_posters][in_tiles]");
        for (Rendition rendition : renditions) {
            graph.append(";[in_").append(rendition.name()).append(']');
            graph.append(scale(rendition.width(), rendition.height())).append(",format=yuv420p");
            graph.append('[').append(rendition.name()).append(']');
        }
        return pictures == null ? graph.toString() : graph + pictures(plan, pictures);
    }

    // Counted from the film's first frame: before a chunk the filter for the rate repeats the first it gets, at no
    // cost.
    private String cut(@Nullable Chunk chunk, FrameRate rate) {
        if (chunk == null) {
            return "";
        }
        long end = chunk.last()
                ? (long) (limits.maxDuration().toSeconds() * rate.perSecond())
                : chunk.firstFrame() + chunk.frames();
        return "trim=start_frame=" + chunk.firstFrame() + ":end_frame=" + end + ",setpts=PTS-STARTPTS,";
    }

    private static Rendition largest(EncodePlan plan) {
        return plan.renditions().isEmpty()
                ? Objects.requireNonNull(plan.pictures()).iframes()
                : plan.renditions().getLast();
    }

    private static String pictures(EncodePlan plan, Pictures pictures) {
        StringBuilder graph = new StringBuilder(";[in_iframes]select='gte(t," + KEY_SECONDS + "*selected_n)',");
        graph.append(scale(pictures.iframes().width(), pictures.iframes().height()));
        graph.append(",format=yuv420p[iframes]");
        // ffmpeg reports no progress before every output has its first frame. Rounding up gives that at once, where
        // rounding to the nearest or a tile filter would hold it back; the first poster is left out for it.
        long millis = plan.source().duration().toMillis();
        graph.append(";[in_posters]fps=")
                .append((EncodePlan.POSTERS + 1) * 1000)
                .append('/')
                .append(millis);
        graph.append(":start_time=0:round=up,").append(scale(pictures.posterWidth(), pictures.posterHeight()));
        graph.append(",format=yuvj420p[posters]");
        graph.append(";[in_tiles]fps=1000/")
                .append(pictures.interval().toMillis())
                .append(":start_time=0:round=up,");
        graph.append(scale(pictures.tileWidth(), pictures.tileHeight())).append(",format=yuvj420p[tiles]");
        return graph.toString();
    }

    // ITU-R BT.2390's neighbourhood: linear light at 100 nits of reference white, Hable's curve, then BT.709.
    private static String toneMap(Transfer transfer, Rendition largest) {
        String curve = switch (transfer) {
            case SDR -> "";
            case PQ -> "smpte2084";
            case HLG -> "arib-std-b67";
        };
        if (curve.isEmpty()) {
            return "";
        }
        return scale(largest.width(), largest.height())
                + ",zscale=tin=" + curve + ":min=bt2020nc:pin=bt2020:t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,"
                + "tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,format=yuv420p,";
    }

    private static String scale(int width, int height) {
        return "scale=" + width + ":" + height + ",setsar=1";
    }

    private void rendition(
            FFmpegBuilder builder, Rendition rendition, String preset, FrameRate frameRate, int firstSegment) {
        long beyondKeyInterval = Math.round(Math.ceil(frameRate.perSecond() * KEY_SECONDS)) + 1;
        FFmpegOutputBuilder output = hls(builder, rendition.name(), firstSegment)
                .disableAudio()
                .setVideoCodec("libx264")
                .setPreset(preset)
                .setConstantRateFactor(23)
                .setVideoPixelFormat("yuv420p")
                .addExtraArgs("-map", "[" + rendition.name() + "]", "-profile:v", "high")
                .addExtraArgs("-maxrate", rendition.maxrateKbps() + "k", "-bufsize", rendition.bufsizeKbits() + "k")
                .addExtraArgs("-force_key_frames", "expr:gte(t,n_forced*" + KEY_SECONDS + ")", "-forced-idr", "1")
                .addExtraArgs("-sc_threshold", "0", "-flags", "+cgop", "-g", Long.toString(beyondKeyInterval))
                .addExtraArgs("-keyint_min", Long.toString(beyondKeyInterval))
                .addExtraArgs("-threads", Integer.toString(limits.threads()));
        output.done();
    }

    // A track of its own with nothing but the frames at the key times, each a fragment, so that the I-frame playlist
    // addresses whole fragments (RFC 8216 section 4.3.3.6).
    private void iframes(FFmpegBuilder builder, String preset) {
        clean(builder.addOutput(OUT + IFRAMES + "/" + IFRAMES_FILE))
                .setFormat("mp4")
                .disableAudio()
                .setVideoCodec("libx264")
                .setPreset(preset)
                .setConstantRateFactor(26)
                .setVideoPixelFormat("yuv420p")
                .addExtraArgs("-map", "[iframes]", "-profile:v", "high", "-bf", "0", "-threads", "1")
                // Not by a GOP of one, which would make it another profile (High Intra) that players may not know.
                .addExtraArgs("-force_key_frames", "expr:1", "-forced-idr", "1")
                .addExtraArgs("-fps_mode", "passthrough")
                .addExtraArgs("-movflags", "+frag_every_frame+empty_moov+default_base_moof+skip_trailer")
                .done();
    }

    private static void audio(FFmpegBuilder builder, AudioTrack audio) {
        hls(builder, AUDIO, 0)
                .disableVideo()
                .setAudioCodec("aac")
                .setAudioBitRate(AUDIO_BITS_PER_SECOND)
                .setAudioSampleRate(AUDIO_HERTZ)
                .setAudioChannels(2)
                .setAudioFilter("aresample=async=1000:first_pts=0")
                .addExtraArgs("-map", "0:" + audio.index())
                .done();
    }

    private static void images(FFmpegBuilder builder, String label, String name, int quality, int atMost) {
        clean(builder.addOutput(OUT + name))
                .setFormat("image2")
                .disableAudio()
                .setVideoCodec("mjpeg")
                .addExtraArgs("-map", label, "-q:v", Integer.toString(quality), "-start_number", "0")
                .addExtraArgs("-frames:v", Integer.toString(atMost))
                .done();
    }

    private static FFmpegOutputBuilder hls(FFmpegBuilder builder, String folder, int firstSegment) {
        return clean(builder.addOutput(OUT + folder + "/" + PLAYLIST))
                .setFormat("hls")
                .addExtraArgs("-hls_time", Integer.toString(SEGMENT_SECONDS), "-hls_list_size", "0")
                .addExtraArgs("-hls_playlist_type", "vod", "-hls_segment_type", "fmp4")
                .addExtraArgs("-hls_flags", "independent_segments", "-hls_fmp4_init_filename", "init.mp4")
                .addExtraArgs("-start_number", Integer.toString(firstSegment))
                .addExtraArgs("-hls_segment_filename", OUT + folder + "/%05d.m4s");
    }

    /** The file name of a segment. */
    static String segment(int number) {
        return String.format(Locale.ROOT, "%05d.m4s", number);
    }

    // Where it was filmed and by which device is nobody's business.
    private static FFmpegOutputBuilder clean(FFmpegOutputBuilder output) {
        return output.disableSubtitle().addExtraArgs("-map_metadata", "-1", "-map_chapters", "-1", "-dn");
    }
}
