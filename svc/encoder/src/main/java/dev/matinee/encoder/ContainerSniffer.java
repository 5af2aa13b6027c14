package dev.matinee.encoder;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Tells the container from the first bytes. The name and the claimed type of an upload are never asked. */
final class ContainerSniffer {
    /** Enough for three packets of the longer transport stream form. */
    static final int HEAD_BYTES = 1024;

    private static final Set<String> OLD_QUICKTIME = Set.of("moov", "mdat", "wide", "free", "skip", "pnot");
    private static final Set<String> IMAGE_BRANDS = Set.of("heic", "heix", "heim", "heis", "mif1", "avif");
    private static final int TS_PACKET = 188;
    private static final int M2TS_PACKET = 192;

    private ContainerSniffer() {}

    static Container sniff(byte[] head) throws MediaException {
        if (head.length == 0) {
            throw new MediaException(MediaProblem.EMPTY, "0 bytes");
        }
        String box = ascii(head, 4, 8);
        if (box.equals("ftyp")) {
            if (IMAGE_BRANDS.contains(ascii(head, 8, 12))) {
                throw new MediaException(MediaProblem.STILL_IMAGE, "brand " + ascii(head, 8, 12));
            }
            return Container.MP4;
        }
        if (starts(head, 0x1a, 0x45, 0xdf, 0xa3)) {
            return Container.MATROSKA;
        }
        if (ascii(head, 0, 4).equals("RIFF")) {
            return riff(head);
        }
        if (packets(head, 0, TS_PACKET) || packets(head, 4, M2TS_PACKET)) {
            return Container.MPEG_TS;
        }
        if (ascii(head, 0, 4).equals("OggS")) {
            return Container.OGG;
        }
        if (ascii(head, 0, 4).equals("fLaC")) {
            return Container.FLAC;
        }
        if (ascii(head, 0, 3).equals("ID3")) {
            return Container.MP3;
        }
        if (OLD_QUICKTIME.contains(box)) {
            return Container.MP4;
        }
        if (head.length > 1 && (head[0] & 0xff) == 0xff && (head[1] & 0xe0) == 0xe0) {
            return mpegAudio(head[1] & 0xff);
        }
        throw refusal(head);
    }

    private static Container riff(byte[] head) throws MediaException {
        return switch (ascii(head, 8, 12)) {
            case "AVI " -> Container.AVI;
            case "WAVE" -> Container.WAV;
            case "WEBP" -> throw new MediaException(MediaProblem.STILL_IMAGE, "WebP");
            default -> throw new MediaException(MediaProblem.NOT_A_VIDEO, "RIFF of another kind");
        };
    }

    // ISO 11172-3: the two layer bits after the sync word; 00 is ADTS (ISO 13818-7), 01 is layer III.
    private static Container mpegAudio(int second) throws MediaException {
        int layer = (second >> 1) & 3;
        if (layer == 0 && (second & 0xf0) == 0xf0) {
            return Container.AAC;
        }
        if (layer == 1) {
            return Container.MP3;
        }
        throw new MediaException(MediaProblem.CONTAINER_REFUSED, "MPEG audio layer I or II");
    }

    /** What it is instead, so that the creator knows what to do. */
    private static MediaException refusal(byte[] head) {
        String text = ascii(head, 0, 512).stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("#extm3u")
                || text.contains("<mpd")
                || text.startsWith("ffconcat")
                || text.startsWith("[playlist]")) {
            return new MediaException(MediaProblem.PLAYLIST, "a playlist");
        }
        if (starts(head, 0x89, 'P', 'N', 'G')
                || starts(head, 0xff, 0xd8, 0xff)
                || text.startsWith("gif8")
                || text.startsWith("bm")
                || text.startsWith("<svg")) {
            return new MediaException(MediaProblem.STILL_IMAGE, "an image");
        }
        boolean mediaOfAnotherKind = starts(head, 0x30, 0x26, 0xb2, 0x75)
                || starts(head, 0x00, 0x00, 0x01, 0xba)
                || starts(head, 0x00, 0x00, 0x01, 0xb3)
                || text.startsWith("flv")
                || text.startsWith(".rmf");
        return mediaOfAnotherKind
                ? new MediaException(MediaProblem.CONTAINER_REFUSED, "a container outside the list")
                : new MediaException(MediaProblem.NOT_A_VIDEO, "unknown first bytes");
    }

    private static boolean packets(byte[] head, int offset, int packet) {
        if (head.length < offset + 2 * packet + 1) {
            return false;
        }
        return head[offset] == 0x47 && head[offset + packet] == 0x47 && head[offset + 2 * packet] == 0x47;
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static String ascii(byte[] head, int from, int to) {
        int start = Math.min(from, head.length);
        return new String(head, start, Math.min(to, head.length) - start, StandardCharsets.ISO_8859_1);
    }
}
