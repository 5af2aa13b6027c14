package dev.matinee.encoder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The kinds of photo that are opened at all, each told by its first bytes and opened by one demuxer and its decoders. */
enum PhotoFormat {
    JPEG("jpeg_pipe", "mjpeg"),
    PNG("png_pipe", "png"),
    WEBP("webp_pipe", "webp"),
    GIF("gif", "gif"),
    AVIF("mov", "libdav1d,libaom-av1,av1"),
    HEIC("mov", "hevc");

    static final int HEAD_BYTES = 512;

    private static final HexFormat HEX = HexFormat.of();
    /** TIFF and what cameras make of it, BMP, Photoshop, JPEG XL, JPEG 2000, icons, EPS, QOI, OpenEXR. */
    private static final List<byte[]> OTHERS = List.of(
            HEX.parseHex("49492a00"),
            HEX.parseHex("4d4d002a"),
            HEX.parseHex("424d"),
            HEX.parseHex("38425053"),
            HEX.parseHex("ff0a"),
            HEX.parseHex("0000000c4a584c20"),
            HEX.parseHex("0000000c6a502020"),
            HEX.parseHex("00000100"),
            HEX.parseHex("25215053"),
            HEX.parseHex("716f6966"),
            HEX.parseHex("762f3101"));

    private static final Set<String> AVIF_BRANDS = Set.of("avif", "avis");
    private static final Set<String> HEIC_BRANDS =
            Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1");

    private final String demuxer;
    private final String decoders;

    PhotoFormat(String demuxer, String decoders) {
        this.demuxer = demuxer;
        this.decoders = decoders;
    }

    /** What {@code -f} and {@code -format_whitelist} get: ffmpeg never guesses. */
    String demuxer() {
        return demuxer;
    }

    /** What {@code -codec_whitelist} gets. */
    String decoders() {
        return decoders;
    }

    /** Whether its boxes are those of ISO/IEC 23008-12 (HEIF). */
    boolean isHeif() {
        return this == AVIF || this == HEIC;
    }

    /** @param head the first {@link #HEAD_BYTES} of a file, or all it has */
    static PhotoFormat sniff(byte[] head) throws MediaException {
        if (head.length == 0) {
            throw new MediaException(MediaProblem.EMPTY, "no bytes");
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (text.startsWith("\u0089PNG\r\n\u001a\n")) {
            return PNG;
        }
        if (text.startsWith("GIF87a") || text.startsWith("GIF89a")) {
            return GIF;
        }
        if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return WEBP;
        }
        if (text.startsWith("ftyp", 4)) {
            return heif(head, text);
        }
        if (text.toLowerCase(Locale.ROOT).contains("<svg")
                || text.stripLeading().startsWith("<?xml")) {
            throw new MediaException(MediaProblem.SVG_REFUSED, "a drawing");
        }
        boolean other = OTHERS.stream().anyMatch(magic -> startsWith(head, magic));
        throw new MediaException(
                other ? MediaProblem.PHOTO_FORMAT_REFUSED : MediaProblem.NOT_A_PHOTO, "by its first bytes");
    }

    // The major brand may be the general one (mif1), the compatible ones then say which it is.
    private static PhotoFormat heif(byte[] head, String text) throws MediaException {
        int size = Math.min(head.length, ((head[2] & 0xff) << 8) | (head[3] & 0xff));
        PhotoFormat found = null;
        for (int at = 8; at + 4 <= size; at += at == 8 ? 8 : 4) {
            String brand = text.substring(at, at + 4);
            if (AVIF_BRANDS.contains(brand)) {
                return AVIF;
            }
            found = HEIC_BRANDS.contains(brand) ? HEIC : found;
        }
        if (found == null) {
            throw new MediaException(MediaProblem.NOT_A_PHOTO, "a film");
        }
        return found;
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
