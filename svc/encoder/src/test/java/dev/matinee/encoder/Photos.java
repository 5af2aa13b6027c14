package dev.matinee.encoder;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Makes the small photos that the tests encode, and looks at what became of them. */
final class Photos {
    /** Black, but for a red corner above on the left and a blue one above on the right. */
    static final String CORNERS = "nullsrc=s=96x48:d=0.04:r=25,format=gbrp,geq="
            + "r='if(lt(X,24)*lt(Y,24),255,0)':g=0:b='if(gt(X,71)*lt(Y,24),255,0)'";

    private Photos() {}

    static Path make(Path file, String format, String picture, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", picture, "-frames:v", "1"));
        arguments.addAll(List.of(more));
        return switch (format) {
            case "jpg" -> Clips.make(file, "image2", with(arguments, "-update", "1", "-c:v", "mjpeg", "-q:v", "2"));
            case "png", "bmp", "tiff" -> Clips.make(file, "image2", with(arguments, "-update", "1", "-c:v", format));
            case "webp" -> Clips.make(file, "webp", with(arguments, "-c:v", "libwebp"));
            case "gif" -> Clips.make(file, "gif", arguments.toArray(String[]::new));
            case "avif" -> Clips.make(file, "avif", with(arguments, "-c:v", "libaom-av1", "-cpu-used", "8"));
            default -> throw new IllegalArgumentException(format);
        };
    }

    private static String[] with(List<String> arguments, String... more) {
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    static Path make(Path file, String format) throws Exception {
        return make(file, format, "testsrc2=s=700x400:d=0.04:r=25");
    }

    /** The block that Exif is, with an orientation and somebody's position in a comment. */
    static byte[] exif(int orientation) {
        ByteBuffer tiff = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put("II".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        tiff.putShort((short) 2);
        tiff.putShort((short) 0x010e).putShort((short) 2).putInt(19).putInt(40);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) orientation);
        tiff.position(40).put("GPS 52.5200 13.4050".getBytes(StandardCharsets.US_ASCII));
        return tiff.array();
    }

    /** Puts an APP1 segment right behind the beginning of a JPEG. */
    static void addExif(Path jpeg, int orientation) throws IOException {
        byte[] exif = exif(orientation);
        byte[] whole = Files.readAllBytes(jpeg);
        ByteBuffer segment = ByteBuffer.allocate(10 + exif.length);
        segment.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
        segment.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
        insert(jpeg, whole, 2, segment.array());
    }

    /** Puts an eXIf chunk right behind the header of a PNG. */
    static void addChunk(Path png, int orientation) throws IOException {
        byte[] exif = exif(orientation);
        ByteBuffer chunk = ByteBuffer.allocate(12 + exif.length);
        chunk.putInt(exif.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII))
                .put(exif);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + exif.length);
        chunk.putInt((int) crc.getValue());
        insert(png, Files.readAllBytes(png), 33, chunk.array());
    }

    private static void insert(Path file, byte[] whole, int at, byte[] more) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(whole, 0, at);
        out.writeBytes(more);
        out.write(whole, at, whole.length - at);
        Files.write(file, out.toByteArray());
    }

    static void append(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.APPEND);
    }

    static void replace(Path file, String text, String other) throws IOException {
        String whole = Files.readString(file, StandardCharsets.ISO_8859_1);
        Files.writeString(file, whole.replace(text, other), StandardCharsets.ISO_8859_1);
    }

    /** Overwrites a PNG's width and height, and the checksum of its header. */
    static void resize(Path png, int width, int height) throws IOException {
        ByteBuffer whole = ByteBuffer.wrap(Files.readAllBytes(png));
        whole.putInt(16, width).putInt(20, height);
        CRC32 crc = new CRC32();
        crc.update(whole.array(), 12, 17);
        whole.putInt(29, (int) crc.getValue());
        Files.write(png, whole.array());
    }

    /** A picture's pixels as they are decoded by nobody's special wishes. */
    static final class Pixels {
        private final int width;
        private final int height;
        private final byte[] rgba;

        private Pixels(int width, int height, byte[] rgba) {
            this.width = width;
            this.height = height;
            this.rgba = rgba;
        }

        int width() {
            return width;
        }

        int height() {
            return height;
        }

        static Pixels of(Path file) throws Exception {
            byte[] rgba =
                    output("ffmpeg", "-v", "error", "-i", file.toString(), "-f", "rawvideo", "-pix_fmt", "rgba", "-");
            String size = new String(
                            output(
                                    "ffprobe",
                                    "-v",
                                    "error",
                                    "-of",
                                    "csv=p=0:s=x",
                                    "-show_entries",
                                    "stream=width,height",
                                    file.toString()),
                            StandardCharsets.US_ASCII)
                    .strip();
            String[] sides = size.split("x", 2);
            return new Pixels(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), rgba);
        }

        private static byte[] output(String... command) throws IOException {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            return process.getInputStream().readAllBytes();
        }

        private int channel(int x, int y, int channel) {
            return rgba[4 * (y * width + x) + channel] & 0xff;
        }

        int alpha(int x, int y) {
            return channel(x, y, 3);
        }

        /** The nearest plain colour. */
        String colour(int x, int y) {
            return (channel(x, y, 0) > 127 ? "r" : "-")
                    + (channel(x, y, 1) > 127 ? "g" : "-")
                    + (channel(x, y, 2) > 127 ? "b" : "-");
        }

        /** Which corner is of that colour: {@code TL}, {@code TR}, {@code BL} or {@code BR}. */
        String cornerOf(String colour) {
            StringBuilder found = new StringBuilder();
            for (String corner : List.of("TL", "TR", "BL", "BR")) {
                int x = corner.endsWith("L") ? 4 : width - 5;
                int y = corner.startsWith("T") ? 4 : height - 5;
                if (colour(x, y).equals(colour)) {
                    found.append(corner);
                }
            }
            return found.toString();
        }
    }
}
