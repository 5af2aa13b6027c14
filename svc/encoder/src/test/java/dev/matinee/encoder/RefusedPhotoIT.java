package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedPhotoIT {
    @TempDir
    private Path work = Path.of("");

    private Path folder = Path.of("");
    private Path source = Path.of("");

    @BeforeEach
    void open() throws Exception {
        work.toFile().setExecutable(true, false);
        work.toFile().setReadable(true, false);
        folder = Files.createDirectory(work.resolve("job"));
        source = folder.resolve(MediaPrograms.SOURCE);
    }

    private void refused(MediaProblem problem) throws Exception {
        Sandbox sandbox = Sandbox.strongest(work, List.of("ffmpeg", "-version"), Clips.LIMITS, false);
        assertThatExceptionOfType(MediaException.class)
                .isThrownBy(() -> new PhotoEncoder(sandbox, Clips.PROGRAMS, Clips.LIMITS).encode(folder))
                .satisfies(refused -> assertThat(refused.problem()).isEqualTo(problem))
                .satisfies(refused -> assertThat(refused.problem().retryable()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<svg xmlns='http://www.w3.org/2000/svg'/>",
                "<?xml version='1.0'?><svg/>",
                "\n<!-- hello -->\n<SVG onload='alert(1)'>"
            })
    void encode_drawing_isRefused(String drawing) throws Exception {
        Files.writeString(source, drawing);
        refused(MediaProblem.SVG_REFUSED);
    }

    @Test
    void encode_nothingOrText_isRefused() throws Exception {
        Files.write(source, new byte[0]);
        refused(MediaProblem.EMPTY);
        Files.writeString(source, "not a photo");
        refused(MediaProblem.NOT_A_PHOTO);
    }

    @Test
    void encode_film_isRefused() throws Exception {
        Clips.film(source, Clips.PICTURE);
        refused(MediaProblem.NOT_A_PHOTO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bmp", "tiff"})
    void encode_otherPictures_areRefusedAsSuch(String format) throws Exception {
        Photos.make(source, format);
        refused(MediaProblem.PHOTO_FORMAT_REFUSED);
    }

    @Test
    void encode_bombOfPixels_isRefusedByItsHeader() throws Exception {
        Photos.make(source, "png");
        Photos.resize(source, 60_000, 60_000);
        refused(MediaProblem.PHOTO_TOO_MANY_PIXELS);
        Photos.resize(source, 0x7fff_ffff, 2);
        refused(MediaProblem.PHOTO_TOO_MANY_PIXELS);
        Photos.resize(source, -1, 5);
        refused(MediaProblem.PHOTO_UNREADABLE);
    }

    @Test
    void encode_headerThatIsNotThePicture_isRefused() throws Exception {
        Photos.make(source, "jpg");
        byte[] small = Files.readAllBytes(source);
        // A second frame header, before the real one: whatever each reader believes, nothing is made of it.
        ByteBuffer frame = ByteBuffer.allocate(19);
        frame.putShort((short) 0xffc0).putShort((short) 17).put((byte) 8);
        frame.putShort((short) 100).putShort((short) 100).put((byte) 3);
        frame.put(new byte[] {1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0});
        ByteBuffer whole = ByteBuffer.allocate(small.length + 19);
        whole.put(small, 0, 2).put(frame.array()).put(small, 2, small.length - 2);
        Files.write(source, whole.array());
        refused(MediaProblem.PHOTO_UNREADABLE);
    }

    @Test
    void encode_animatedWebP_isRefused() throws Exception {
        Clips.make(source, "webp", "-f", "lavfi", "-i", "testsrc2=s=100x80:d=0.3:r=10", "-c:v", "libwebp_anim");
        refused(MediaProblem.ANIMATION_REFUSED);
    }

    /** Under the brands of HEIC only the decoder of HEVC is asked, and this is none. */
    @Test
    void encode_heicThatCannotBeRead_isRefusedAsSuch() throws Exception {
        Photos.make(source, "avif");
        for (String brand : List.of("avif", "mif1", "miaf", "MA1B")) {
            Photos.replace(source, brand, "heic");
        }
        assertThat(PhotoHeader.read(source).format()).isEqualTo(PhotoFormat.HEIC);
        refused(MediaProblem.HEIF_REFUSED);
    }

    @ParameterizedTest
    @CsvSource({"8x100,TOO_SMALL", "2000x100,ODD_SHAPE"})
    void encode_oddSizes_areRefused(String size, MediaProblem problem) throws Exception {
        Photos.make(source, "png", "testsrc2=s=" + size + ":d=0.04:r=25");
        refused(problem);
    }

    @ParameterizedTest
    @CsvSource({"jpg,0.001", "png,0.001", "webp,0.002", "gif,0.001", "avif,0.02"})
    void encode_cutWithinItsHeader_isRefused(String format, double part) throws Exception {
        Photos.make(source, format);
        Clips.cut(source, Math.max(part, 14.0 / Files.size(source)));
        refused(MediaProblem.PHOTO_UNREADABLE);
    }
}
