package dev.matinee.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells by its first bytes what is surely neither video nor photo, so that nobody uploads gigabytes to learn it. What is
 * not known passes: whether it is media is the encoder's to say.
 */
final class MagicBytes {
    /** How many of the first bytes are looked at. */
    static final int LOOKED_AT = 512;
    /** Fewer than these say nothing. */
    static final int NEEDED = 16;

    private static final HexFormat HEX = HexFormat.of();
    /** ZIP, gzip, bzip2, xz, zstd, 7z, RAR, PDF, ELF, Windows and Mach-O programs, Java classes, SQLite, OLE documents. */
    private static final List<byte[]> OTHERS = Stream.of(
                    "504b0304",
                    "504b0506",
                    "1f8b08",
                    "425a68",
                    "fd377a585a00",
                    "28b52ffd",
                    "377abcaf271c",
                    "526172211a07",
                    "255044462d",
                    "7f454c46",
                    "4d5a9000",
                    "feedface",
                    "feedfacf",
                    "cffaedfe",
                    "cafebabe",
                    "53514c69746520666f726d6174",
                    "d0cf11e0a1b11ae1")
            .map(HEX::parseHex)
            .toList();

    private MagicBytes() {}

    static boolean isSurelyNotMedia(byte[] head) {
        if (head.length < NEEDED) {
            return false;
        }
        return OTHERS.stream().anyMatch(magic -> startsWith(head, magic)) || isText(head);
    }

    /** Web pages, scripts, SVG, playlists: a file format for video has bytes that no text has. */
    private static boolean isText(byte[] head) {
        int start = startsWith(head, new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}) ? 3 : 0;
        for (int i = start; i < head.length; i++) {
            int c = head[i] & 0xff;
            boolean printable = (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
            if (!printable) {
                return isMarkup(head, start);
            }
        }
        return true;
    }

    private static boolean isMarkup(byte[] head, int start) {
        String text = new String(head, start, head.length - start, StandardCharsets.ISO_8859_1).stripLeading();
        return Stream.of("<!DOCTYPE", "<!doctype", "<html", "<HTML", "<?xml", "<svg", "<script", "#EXTM3U", "#!/")
                .anyMatch(text::startsWith);
    }

    private static boolean startsWith(byte[] bytes, byte[] prefix) {
        return bytes.length >= prefix.length && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
