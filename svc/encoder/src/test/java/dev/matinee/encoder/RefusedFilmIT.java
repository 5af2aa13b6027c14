package dev.matinee.encoder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no film, or no film we take: each is refused with its own cause. */
class RefusedFilmIT {
    private static final String SDR_PICTURE = "testsrc2=s=320x240:r=25:d=2";

    @TempDir
    private Path work;

    private FilmUnderTest film;

    @BeforeEach
    void open() throws Exception {
        film = new FilmUnderTest(work);
    }

    @Test
    void probe_empty_isRefused() throws Exception {
        Files.createFile(film.source());
        film.refused(MediaProblem.EMPTY);
    }

    @Test
    void probe_cutBeforeItsIndex_isRefused() throws Exception {
        Clips.make(film.source(), "mp4", "-f", "lavfi", "-i", SDR_PICTURE, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        Clips.cut(film.source(), 0.6);
        film.refused(MediaProblem.UNREADABLE);
    }

    @Test
    void encode_cutAfterItsIndex_isRefused() throws Exception {
        Clips.film(film.source(), "testsrc2=s=320x240:r=25:d=2");
        Clips.cut(film.source(), 0.4);
        film.refused(MediaProblem.TRUNCATED);
    }

    @Test
    void probe_notAVideo_isRefused() throws Exception {
        Files.writeString(film.source(), "Dear diary, this is not a film.\n".repeat(50));
        film.refused(MediaProblem.NOT_A_VIDEO);
    }

    @Test
    void probe_playlistNamedMp4_isRefusedWithoutOpeningWhatItNames() throws Exception {
        Files.writeString(film.source(), "#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n");
        film.refused(MediaProblem.PLAYLIST);
    }

    @Test
    void probe_playlistBehindAnMp4Header_isRefused() throws Exception {
        Files.writeString(
                film.source(), "\0\0\0\u0010ftypisom\0\0\0\0#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.ts\n");
        film.refused(MediaProblem.UNREADABLE);
    }

    @Test
    void probe_codecOutsideTheList_isRefused() throws Exception {
        Clips.make(film.source(), "avi", "-f", "lavfi", "-i", "testsrc2=s=320x240:r=25:d=1", "-c:v", "magicyuv");
        film.refused(MediaProblem.VIDEO_CODEC_REFUSED);
    }

    @Test
    void probe_soundOutsideTheList_isRefused() throws Exception {
        Clips.make(
                film.source(),
                "matroska",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=s=320x240:r=25:d=1",
                "-f",
                "lavfi",
                "-i",
                "sine=d=1",
                "-c:v",
                "libx264",
                "-c:a",
                "wavpack");
        film.refused(MediaProblem.AUDIO_CODEC_REFUSED);
    }

    @Test
    void probe_moreTracksThanAccepted_isRefused() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", "sine=d=1", "-c:a", "aac"));
        for (int i = 0; i <= Clips.LIMITS.maxStreams(); i++) {
            arguments.addAll(List.of("-map", "0:a"));
        }
        Clips.make(film.source(), "mp4", arguments.toArray(String[]::new));
        film.refused(MediaProblem.TOO_MANY_STREAMS);
    }

    @Test
    void probe_smallerThanAccepted_isRefused() throws Exception {
        Clips.make(film.source(), "mp4", "-f", "lavfi", "-i", "testsrc2=s=64x8:r=25:d=1", "-c:v", "mpeg4");
        film.refused(MediaProblem.TOO_SMALL);
    }
}
