package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.encoder.Photos.Pixels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhotoEncoderIT {
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

    private EncodedPhoto encode() throws Exception {
        Sandbox sandbox = Sandbox.strongest(work, List.of("ffmpeg", "-version"), Clips.LIMITS, false);
        return new PhotoEncoder(sandbox, Clips.PROGRAMS, Clips.LIMITS).encode(folder);
    }

    private static List<String> files(EncodedPhoto photo) throws Exception {
        try (Stream<Path> files = Files.list(photo.folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void encode_photo_makesItsSizesAndNoLargerOne() throws Exception {
        Photos.make(source, "jpg", "testsrc2=s=1500x1000:d=0.04:r=25");
        EncodedPhoto photo = encode();
        assertThat(photo.widths()).containsExactly(320, 640, 1280, 1500);
        assertThat(files(photo))
                .containsExactly(
                        "1280.jpg", "1280.webp", "1500.jpg", "1500.webp", "320.jpg", "320.webp", "640.jpg", "640.webp");
        for (String format : List.of(".jpg", ".webp")) {
            assertThat(Pixels.of(photo.folder().resolve("320" + format)))
                    .satisfies(pixels -> assertThat(pixels.width()).isEqualTo(320))
                    .satisfies(pixels -> assertThat(pixels.height()).isEqualTo(213));
            assertThat(Pixels.of(photo.folder().resolve("1500" + format)).height())
                    .isEqualTo(1000);
        }
        assertThat(photo.width()).isEqualTo(1500);
        assertThat(photo.height()).isEqualTo(1000);
        assertThat(photo.blurHash()).hasSize(28);
        assertThat(photo.sizeBytes()).isBetween(10_000L, 2_000_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "webp", "gif", "avif"})
    void encode_everyFormat_looksTheSame(String format) throws Exception {
        Photos.make(source, format, Photos.CORNERS);
        EncodedPhoto photo = encode();
        assertThat(photo.widths()).containsExactly(96);
        for (String made : List.of("96.jpg", "96.webp")) {
            Pixels pixels = Pixels.of(photo.folder().resolve(made));
            assertThat(pixels.cornerOf("r--")).isEqualTo("TL");
            assertThat(pixels.cornerOf("--b")).isEqualTo("TR");
            assertThat(pixels.colour(48, 40)).isEqualTo("---");
        }
    }

    @ParameterizedTest
    @CsvSource({"1,TL,TR", "2,TR,TL", "3,BR,BL", "4,BL,BR", "5,TL,BL", "6,TR,BR", "7,BR,TR", "8,BL,TL"})
    void encode_orientation_isUpright(int orientation, String red, String blue) throws Exception {
        Photos.make(source, "jpg", Photos.CORNERS);
        Photos.addExif(source, orientation);
        EncodedPhoto photo = encode();
        boolean tall = orientation > 4;
        assertThat(photo.width()).isEqualTo(tall ? 48 : 96);
        assertThat(photo.height()).isEqualTo(tall ? 96 : 48);
        Pixels pixels = Pixels.of(photo.folder().resolve(photo.width() + ".webp"));
        assertThat(pixels.height()).isEqualTo(photo.height());
        assertThat(pixels.cornerOf("r--")).isEqualTo(red);
        assertThat(pixels.cornerOf("--b")).isEqualTo(blue);
    }

    @Test
    void encode_orientationOfPng_isUpright() throws Exception {
        Photos.make(source, "png", Photos.CORNERS);
        Photos.addChunk(source, 6);
        EncodedPhoto photo = encode();
        assertThat(photo.width()).isEqualTo(48);
        assertThat(Pixels.of(photo.folder().resolve("48.jpg")).cornerOf("r--")).isEqualTo("TR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png"})
    void encode_metadataAndTrailingData_areGone(String format) throws Exception {
        Photos.make(source, format, "testsrc2=s=700x400:d=0.04:r=25");
        if (format.equals("jpg")) {
            Photos.addExif(source, 1);
        } else {
            Photos.addChunk(source, 1);
        }
        Photos.append(source, "PK\3\4 hidden archive <script>alert(1)</script>");
        assertThat(Files.readString(source, StandardCharsets.ISO_8859_1)).contains("GPS 52.5200", "hidden archive");
        EncodedPhoto photo = encode();
        for (String name : files(photo)) {
            String whole = Files.readString(photo.folder().resolve(name), StandardCharsets.ISO_8859_1);
            assertThat(whole).as(name).doesNotContain("GPS", "Exif", "EXIF", "XMP", "ICC", "hidden", "<script", "Lavc");
            assertThat(whole).as(name).endsWith(name.endsWith("jpg") ? "\u00ff\u00d9" : "");
        }
    }

    @Test
    void encode_transparent_staysSoInWebPAndIsWhiteInJpeg() throws Exception {
        Photos.make(source, "png", "color=red@0.0:s=400x200:d=0.04:r=25,format=rgba");
        EncodedPhoto photo = encode();
        assertThat(Pixels.of(photo.folder().resolve("400.webp")).alpha(5, 5)).isZero();
        assertThat(Pixels.of(photo.folder().resolve("400.jpg")).colour(5, 5)).isEqualTo("rgb");
    }

    @Test
    void encode_animatedGif_isItsFirstFrame() throws Exception {
        Clips.make(
                source,
                "gif",
                "-f",
                "lavfi",
                "-i",
                "color=red:s=100x80:d=0.2:r=10[a];color=blue:s=100x80:d=0.2:r=10[b];[a][b]concat");
        Pixels pixels = Pixels.of(encode().folder().resolve("100.jpg"));
        assertThat(pixels.colour(50, 40)).isEqualTo("r--");
    }

    @Test
    void encode_tallPhoto_fitsWhatAFormatCanHold() {
        assertThat(PhotoEncoder.widths(2000, 32_000)).containsExactly(320, 640, 1023);
        assertThat(PhotoEncoder.widths(200, 100)).containsExactly(200);
        assertThat(PhotoEncoder.widths(8000, 6000)).containsExactly(320, 640, 1280, 2048);
    }
}
