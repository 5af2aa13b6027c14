package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosterFrameTest {
    private static final String FOLDER = "v/film/ver/720p/";
    private static final String PLAYLIST = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-MAP:URI="init.mp4"
            #EXTINF:6.000000,
            00000.m4s
            #EXTINF:6.000000,
            00001.m4s
            #EXTINF:1.500000,
            00002.m4s
            #EXT-X-ENDLIST
            """;

    @ParameterizedTest
    @CsvSource({"0,0,0", "5999,0,5999", "6000,1,0", "11000,1,5000", "12000,2,0", "13499,2,1499", "99000,2,87000"})
    void find_moment_isInTheSegmentThatShowsIt(long positionMs, int segment, long offsetMs) throws Exception {
        assertThat(PosterFrame.find(PLAYLIST, FOLDER, positionMs))
                .isEqualTo(new PosterFrame(FOLDER + "init.mp4", FOLDER + EncodeCommand.segment(segment), offsetMs));
    }

    @Test
    void find_joinedFilm_followsItsPieces() throws Exception {
        String joined = PLAYLIST.replace("init.mp4", "../../first/low0-1/720p/init.mp4")
                .replace("00001.m4s", "../rest1-2/720p/00001.m4s");
        PosterFrame frame = PosterFrame.find(joined, FOLDER, 6_000);
        assertThat(frame.init()).isEqualTo("v/film/first/low0-1/720p/init.mp4");
        assertThat(frame.segment()).isEqualTo("v/film/ver/rest1-2/720p/00001.m4s");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../other/ver/720p/00001.m4s", "/v/other/ver/00001.m4s", "../../../../secret"})
    void find_outsideOfTheFilm_isRefused(String uri) {
        assertThatThrownBy(() -> PosterFrame.find(PLAYLIST.replace("00001.m4s", uri), FOLDER, 6_000))
                .isInstanceOf(MediaException.class);
    }

    @Test
    void find_nothingToShow_isRefused() {
        assertThatThrownBy(() -> PosterFrame.find("#EXTM3U\n", FOLDER, 0)).isInstanceOf(MediaException.class);
    }
}
