package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhotoHeaderTest {
    @TempDir
    private Path folder = Path.of("");

    private PhotoHeader read(byte[] bytes) throws Exception {
        return PhotoHeader.read(Files.write(folder.resolve("photo"), bytes));
    }

    private static byte[] box(String type, byte[]... inside) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : inside) {
            all.writeBytes(each);
        }
        return ByteBuffer.allocate(8 + all.size())
                .putInt(8 + all.size())
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .put(all.toByteArray())
                .array();
    }

    private static byte[] ints(int... numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            buffer.putInt(number);
        }
        return buffer.array();
    }

    private static byte[] bytes(int... numbers) {
        byte[] all = new byte[numbers.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) numbers[i];
        }
        return all;
    }

    /** Item 1 is a thumbnail, item 2 the picture: turned a quarter counterclockwise, then mirrored. */
    private static byte[] heif(String brand) {
        byte[] ftyp = box("ftyp", (brand + "\0\0\0\0mif1").getBytes(StandardCharsets.US_ASCII));
        byte[] properties = box(
                "ipco",
                box("ispe", ints(0, 160, 120)),
                box("ispe", ints(0, 4000, 3000)),
                box("irot", bytes(1)),
                box("imir", bytes(0)));
        byte[] associations = box("ipma", ints(0, 2), bytes(0, 1, 1, 1), bytes(0, 2, 3, 2, 0x83, 0x84));
        byte[] meta = box("meta", ints(0), box("pitm", ints(0), bytes(0, 2)), box("iprp", properties, associations));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(ftyp);
        all.writeBytes(meta);
        return all.toByteArray();
    }

    @ParameterizedTest
    @EnumSource(names = {"AVIF", "HEIC"})
    void read_heif_isOfThePrimaryItem(PhotoFormat format) throws Exception {
        PhotoHeader header = read(heif(format == PhotoFormat.AVIF ? "avif" : "heic"));
        assertThat(header.format()).isEqualTo(format);
        assertThat(header.width()).isEqualTo(4000);
        assertThat(header.shownWidth()).isEqualTo(3000);
        assertThat(header.orientation().filters()).isEqualTo(List.of("transpose=cclock", "hflip"));
    }

    @Test
    void read_webpWithExif_isTurned() throws Exception {
        byte[] exif = Photos.exif(8);
        ByteBuffer webp = ByteBuffer.allocate(12 + 18 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(webp.capacity() - 8);
        webp.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        webp.put(bytes(0xe7, 3, 0, 0xf3, 1, 0));
        webp.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
        PhotoHeader header = read(webp.array());
        assertThat(header.width()).isEqualTo(1000);
        assertThat(header.height()).isEqualTo(500);
        assertThat(header.orientation().filters()).isEqualTo(List.of("transpose=cclock"));
    }

    /** Whatever bytes follow a known beginning, the answer is a header or a refusal, soon. */
    @ParameterizedTest
    @EnumSource(PhotoFormat.class)
    void read_randomBytes_neverFailsOtherwise(PhotoFormat format) throws Exception {
        byte[] beginning = switch (format) {
            case JPEG -> bytes(0xff, 0xd8, 0xff, 0xe1, 0, 40);
            case PNG -> bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
            case WEBP -> "RIFF1234WEBP".getBytes(StandardCharsets.US_ASCII);
            case GIF -> "GIF89a".getBytes(StandardCharsets.US_ASCII);
            case AVIF -> heif("avif");
            case HEIC -> heif("heic");
        };
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] all = Arrays.copyOf(beginning, beginning.length + 200);
            for (int at = format.isHeif() ? 24 : beginning.length; at < all.length; at++) {
                all[at] = format.isHeif() && random.nextInt(10) > 0 ? all[at] : (byte) random.nextInt(256);
            }
            try {
                assertThat(read(all).width()).isPositive();
            } catch (MediaException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void sniff_avifByACompatibleBrand_isAvif() throws Exception {
        byte[] ftyp = box("ftyp", "mif1\0\0\0\0mif1avif".getBytes(StandardCharsets.US_ASCII));
        assertThat(PhotoFormat.sniff(ftyp)).isEqualTo(PhotoFormat.AVIF);
        byte[] film = box("ftyp", "isom\0\0\0\0mp42".getBytes(StandardCharsets.US_ASCII));
        assertThatExceptionOfType(MediaException.class).isThrownBy(() -> PhotoFormat.sniff(film));
    }
}
