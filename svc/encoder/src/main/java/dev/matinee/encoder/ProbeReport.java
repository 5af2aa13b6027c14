package dev.matinee.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.encoder.SourceMedia.AudioTrack;
import dev.matinee.encoder.SourceMedia.Scan;
import dev.matinee.encoder.SourceMedia.Transfer;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what ffprobe reports, and refuses what is outside the limits. */
final class ProbeReport {
    private static final Set<String> FIELD_ORDERS = Set.of("tt", "bb", "tb", "bt");

    private ProbeReport() {}

    static SourceMedia read(JsonNode report, Container container, IngestLimits limits) throws MediaException {
        JsonNode streams = report.path("streams");
        if (streams.size() > limits.maxStreams()) {
            throw new MediaException(MediaProblem.TOO_MANY_STREAMS, streams.size() + " streams");
        }
        VideoTrack video = container.mayHoldVideo() ? video(chosen(streams, "video"), limits) : null;
        AudioTrack audio = audio(chosen(streams, "audio"));
        if (video == null && audio == null) {
            throw new MediaException(MediaProblem.NO_MEDIA, "no stream to encode");
        }
        Duration duration = duration(report.path("format"));
        if (!duration.isZero()) {
            checkDuration(duration, limits);
        }
        return new SourceMedia(container, duration, video, audio);
    }

    static void checkDuration(Duration duration, IngestLimits limits) throws MediaException {
        if (duration.compareTo(limits.maxDuration()) > 0) {
            throw new MediaException(MediaProblem.TOO_LONG, duration.toString());
        }
        if (duration.compareTo(IngestLimits.MIN_DURATION) < 0) {
            throw new MediaException(MediaProblem.TOO_SHORT, duration.toString());
        }
    }

    /** The default stream of a kind, else the first; cover art is not a film. */
    private static @Nullable JsonNode chosen(JsonNode streams, String kind) {
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode stream : streams) {
            boolean cover = stream.path("disposition").path("attached_pic").asInt() == 1;
            if (stream.path("codec_type").asText().equals(kind) && !cover) {
                found.add(stream);
            }
        }
        for (JsonNode stream : found) {
            if (stream.path("disposition").path("default").asInt() == 1) {
                return stream;
            }
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private static @Nullable VideoTrack video(@Nullable JsonNode stream, IngestLimits limits) throws MediaException {
        if (stream == null) {
            return null;
        }
        String codec = stream.path("codec_name").asText();
        if (!MediaCodecs.VIDEO.contains(codec)) {
            throw new MediaException(MediaProblem.VIDEO_CODEC_REFUSED, "video codec " + codec);
        }
        int width = stream.path("width").asInt();
        int height = stream.path("height").asInt();
        if (width <= 0 || height <= 0) {
            throw new MediaException(MediaProblem.UNREADABLE, "a picture without a size");
        }
        if ((long) width * height > limits.maxPixels()) {
            throw new MediaException(MediaProblem.TOO_MANY_PIXELS, width + "x" + height);
        }
        int shown = shownWidth(width, stream.path("sample_aspect_ratio").asText());
        boolean turned = Math.abs(rotation(stream)) % 180 == 90;
        int shownWidth = turned ? height : shown;
        int shownHeight = turned ? shown : height;
        if (Math.min(shownWidth, shownHeight) < IngestLimits.MIN_SIDE) {
            throw new MediaException(MediaProblem.TOO_SMALL, shownWidth + "x" + shownHeight);
        }
        if (Math.max(shownWidth, shownHeight) > IngestLimits.MAX_ASPECT * Math.min(shownWidth, shownHeight)) {
            throw new MediaException(MediaProblem.ODD_SHAPE, shownWidth + "x" + shownHeight);
        }
        return new VideoTrack(
                stream.path("index").asInt(),
                codec,
                shownWidth,
                shownHeight,
                frameRate(stream),
                scan(stream.path("field_order").asText(), codec),
                transfer(stream));
    }

    private static @Nullable AudioTrack audio(@Nullable JsonNode stream) throws MediaException {
        if (stream == null) {
            return null;
        }
        String codec = stream.path("codec_name").asText();
        if (!MediaCodecs.AUDIO.contains(codec)) {
            throw new MediaException(MediaProblem.AUDIO_CODEC_REFUSED, "audio codec " + codec);
        }
        // A track that never carries a sample has no rate: the film is silent.
        return stream.path("sample_rate").asInt() > 0
                ? new AudioTrack(stream.path("index").asInt(), codec)
                : null;
    }

    private static int shownWidth(int width, String ratio) {
        String[] parts = ratio.split(":", 2);
        if (parts.length == 2) {
            long across = whole(parts[0]);
            long down = whole(parts[1]);
            if (across > 0 && down > 0) {
                return (int) Math.min(Integer.MAX_VALUE, Math.round((double) width * across / down));
            }
        }
        return width;
    }

    private static int rotation(JsonNode stream) {
        for (JsonNode side : stream.path("side_data_list")) {
            if (side.has("rotation")) {
                return side.path("rotation").asInt();
            }
        }
        return 0;
    }

    private static FrameRate frameRate(JsonNode stream) {
        FrameRate base = fraction(stream.path("r_frame_rate").asText());
        FrameRate mean = fraction(stream.path("avg_frame_rate").asText());
        FrameRate any = mean == null ? base : mean;
        return any == null ? new FrameRate(25, 1) : FrameRate.constant(base == null ? any : base, any);
    }

    private static @Nullable FrameRate fraction(String text) {
        String[] parts = text.split("/", 2);
        long numerator = whole(parts[0]);
        long denominator = parts.length == 2 ? whole(parts[1]) : 1;
        return numerator > 0 && denominator > 0 ? new FrameRate(numerator, denominator) : null;
    }

    private static Scan scan(String fieldOrder, String codec) {
        if (FIELD_ORDERS.contains(fieldOrder)) {
            return Scan.INTERLACED;
        }
        boolean told = fieldOrder.equals("progressive") || !MediaCodecs.MAYBE_INTERLACED.contains(codec);
        return told ? Scan.PROGRESSIVE : Scan.UNKNOWN;
    }

    private static Transfer transfer(JsonNode stream) throws MediaException {
        Transfer transfer = switch (stream.path("color_transfer").asText()) {
            case "smpte2084" -> Transfer.PQ;
            case "arib-std-b67" -> Transfer.HLG;
            default -> Transfer.SDR;
        };
        for (JsonNode side : stream.path("side_data_list")) {
            // Profile 5 has no base layer that means anything without its own metadata: the colours would be wrong.
            if (side.path("dv_profile").asInt() == 5) {
                throw new MediaException(MediaProblem.HDR_REFUSED, "Dolby Vision profile 5");
            }
        }
        return transfer;
    }

    private static Duration duration(JsonNode format) {
        double seconds = format.path("duration").asDouble();
        return seconds > 0 && seconds < Integer.MAX_VALUE ? Duration.ofNanos((long) (seconds * 1e9)) : Duration.ZERO;
    }

    private static long whole(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
