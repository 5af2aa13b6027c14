package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.matinee.encoder.SourceMedia.Scan;
import dev.matinee.encoder.SourceMedia.Transfer;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeReportTest {
    private static final String VIDEO = """
            "index": 0, "codec_type": "video", "codec_name": "h264", "r_frame_rate": "25/1", "avg_frame_rate": "25/1"
            """;

    private static SourceMedia read(String streams, String format) throws IOException, MediaException {
        String report = "{\"streams\": [" + streams + "], \"format\": {" + format + "}}";
        return ProbeReport.read(new ObjectMapper().readTree(report), Container.MP4, Clips.LIMITS);
    }

    private static VideoTrack video(String more) throws IOException, MediaException {
        return Objects.requireNonNull(
                read("{" + VIDEO + ", " + more + "}", "\"duration\": \"2.0\"").video());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"width\": 720, \"height\": 576, \"sample_aspect_ratio\": \"16:11\" | 1047 | 576",
                "\"width\": 1920, \"height\": 1080, \"sample_aspect_ratio\": \"0:1\" | 1920 | 1080",
                "\"width\": 1920, \"height\": 1080, \"side_data_list\": [{\"rotation\": -90}] | 1080 | 1920",
                "\"width\": 1920, \"height\": 1080, \"side_data_list\": [{\"rotation\": 180}] | 1920 | 1080",
            })
    void read_shape_isAsShown(String more, int width, int height) throws Exception {
        assertThat(video(more))
                .extracting(VideoTrack::width, VideoTrack::height)
                .containsExactly(width, height);
    }

    @ParameterizedTest
    @CsvSource({"smpte2084, PQ", "arib-std-b67, HLG", "bt709, SDR", "nonsense, SDR"})
    void read_transfer_isTold(String name, Transfer transfer) throws Exception {
        assertThat(video("\"width\": 320, \"height\": 240, \"color_transfer\": \"" + name + "\"")
                        .transfer())
                .isEqualTo(transfer);
    }

    @ParameterizedTest
    @CsvSource({"tt, INTERLACED", "bt, INTERLACED", "progressive, PROGRESSIVE", "unknown, UNKNOWN"})
    void read_fieldOrder_isTold(String name, Scan scan) throws Exception {
        assertThat(video("\"width\": 320, \"height\": 240, \"field_order\": \"" + name + "\"")
                        .scan())
                .isEqualTo(scan);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"width\": 8200, \"height\": 4400 | TOO_MANY_PIXELS",
                "\"width\": 2147483647, \"height\": 2147483647 | TOO_MANY_PIXELS",
                "\"width\": 320, \"height\": 8 | TOO_SMALL",
                "\"width\": 3200, \"height\": 100 | ODD_SHAPE",
                "\"width\": 320, \"height\": 240, \"sample_aspect_ratio\": \"100:1\" | ODD_SHAPE",
                "\"width\": 0, \"height\": 0 | UNREADABLE",
                "\"width\": 320, \"height\": 240, \"side_data_list\": [{\"dv_profile\": 5}] | HDR_REFUSED",
            })
    void read_outsideTheLimits_isRefused(String more, MediaProblem problem) {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> video(more))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    @ParameterizedTest
    @CsvSource({"3601, TOO_LONG", "0.05, TOO_SHORT"})
    void read_length_hasLimits(String seconds, MediaProblem problem) {
        String stream = "{" + VIDEO + ", \"width\": 320, \"height\": 240}";
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> read(stream, "\"duration\": \"" + seconds + "\""))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem));
    }

    @ParameterizedTest
    @CsvSource({"N/A", "-5", "nan", "1e300"})
    void read_nonsenseLength_isToBeMeasured(String seconds) throws Exception {
        String stream = "{" + VIDEO + ", \"width\": 320, \"height\": 240}";
        assertThat(read(stream, "\"duration\": \"" + seconds + "\"").duration()).isEqualTo(Duration.ZERO);
    }

    @Test
    void read_noStreams_isRefused() {
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> read("{\"codec_type\": \"data\"}", ""))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(MediaProblem.NO_MEDIA));
    }

    @Test
    void read_severalTracks_prefersTheDefault() throws Exception {
        SourceMedia media = read(
                "{\"index\": 0, \"codec_type\": \"audio\", \"codec_name\": \"aac\", \"sample_rate\": \"48000\"},"
                        + "{\"index\": 1, \"codec_type\": \"audio\", \"codec_name\": \"aac\", \"sample_rate\": \"48000\","
                        + " \"disposition\": {\"default\": 1}}",
                "\"duration\": \"2.0\"");
        assertThat(media.audio()).isEqualTo(new SourceMedia.AudioTrack(1, "aac"));
    }
}
