package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.encoder.MediaPlaylist.Segment;
import dev.matinee.encoder.Mp4Boxes.Fragment;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaPlaylistTest {
    @Test
    void bandwidth_shortTail_isNoPeak() {
        MediaPlaylist playlist =
                new MediaPlaylist(6, List.of(new Segment(6, 6_000), new Segment(6, 12_000), new Segment(0.1, 1_000)));
        // The tail alone would be 80 kb/s, but it lasts less than half a target duration.
        assertThat(playlist.bandwidth()).isEqualTo((long) Math.ceil(13_000 * 8 / 6.1));
        assertThat(playlist.averageBandwidth()).isEqualTo((long) Math.ceil(19_000 * 8 / 12.1));
    }

    @Test
    void bandwidth_onlyAShortSegment_isItsMean() {
        assertThat(new MediaPlaylist(6, List.of(new Segment(2, 1_000))).bandwidth())
                .isEqualTo(4_000);
    }

    @Test
    void write_iframes_addressesEachFragment() {
        IframePlaylist playlist =
                IframePlaylist.write(List.of(new Fragment(800, 4_000, 0), new Fragment(4_800, 1_000, 2)), 800, 3);
        assertThat(playlist.text())
                .contains("#EXT-X-I-FRAMES-ONLY")
                .contains("#EXT-X-TARGETDURATION:2\n")
                .contains("BYTERANGE=\"800@0\"")
                .contains("#EXTINF:2.000000,\n#EXT-X-BYTERANGE:4000@800\nframes.mp4\n")
                .contains("#EXTINF:1.000000,\n#EXT-X-BYTERANGE:1000@4800\nframes.mp4\n");
        assertThat(playlist.bandwidth()).isEqualTo(16_000);
        assertThat(playlist.averageBandwidth()).isEqualTo((long) Math.ceil(40_000 / 3.0));
    }

    @Test
    void write_audioOnly_hasOneVariantWithoutAGroup() {
        String master = MasterPlaylist.write(
                List.of(), new MasterPlaylist.Track("audio", 0, 0, 130_000, 128_000, "mp4a.40.2"), null, null);
        assertThat(master).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-STREAM-INF:BANDWIDTH=130000,AVERAGE-BANDWIDTH=128000,CODECS="mp4a.40.2"
                audio/index.m3u8
                """);
    }
}
