package dev.matinee.encoder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Size and Exif orientation out of JPEG segments, PNG and WebP chunks and GIF's screen. */
final class PhotoChunks {
    // More than any camera or program writes.
    private static final int MAX_CHUNKS = 4_096;
    private static final int MAX_EXIF_BYTES = 1 << 16;
    private static final int MAX_EXIF_ENTRIES = 512;
    private static final int ORIENTATION = 0x0112;

    private final PhotoBytes bytes;
    private int width;
    private int height;
    private Orientation orientation = Orientation.UPRIGHT;

    private PhotoChunks(PhotoBytes bytes) {
        this.bytes = bytes;
    }

    static PhotoHeader read(PhotoFormat format, PhotoBytes bytes) throws IOException, MediaException {
        PhotoChunks chunks = new PhotoChunks(bytes);
        switch (format) {
            case JPEG -> chunks.jpeg();
            case PNG -> chunks.png();
            case WEBP -> chunks.webp();
            case GIF -> chunks.gif();
            case AVIF, HEIC -> throw new IllegalArgumentException("has boxes: " + format);
        }
        return new PhotoHeader(format, chunks.width, chunks.height, chunks.orientation);
    }

    /** ITU-T T.81, annex B. */
    private void jpeg() throws IOException, MediaException {
        long at = 2;
        for (int i = 0; i < MAX_CHUNKS; i++) {
            int marker = Short.toUnsignedInt(bytes.read(at, 2).getShort());
            if (marker == 0xffff) {
                at++; // A fill byte.
                continue;
            }
            if (marker < 0xff01 || marker == 0xffd9 || marker == 0xffda) {
                break;
            }
            int length = Short.toUnsignedInt(bytes.read(at + 2, 2).getShort());
            if (isFrame(marker) && width == 0) {
                ByteBuffer frame = bytes.read(at + 5, 4);
                height = Short.toUnsignedInt(frame.getShort());
                width = Short.toUnsignedInt(frame.getShort());
            } else if (marker == 0xffe1 && length >= 8) {
                exif(at + 4, length - 2);
            }
            at += 2L + length;
        }
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xffc0 && marker <= 0xffcf && marker != 0xffc4 && marker != 0xffc8 && marker != 0xffcc;
    }

    /** PNG, third edition, 5.3 and 11. */
    private void png() throws IOException, MediaException {
        long at = 8;
        for (int i = 0; i < MAX_CHUNKS && at + 8 <= bytes.size(); i++) {
            ByteBuffer head = bytes.read(at, 8);
            long length = Integer.toUnsignedLong(head.getInt());
            String type = bytes.word(at + 4);
            if (type.equals("IHDR")) {
                ByteBuffer size = bytes.read(at + 8, 8);
                width = size.getInt();
                height = size.getInt();
            } else if (type.equals("eXIf")) {
                tiff(at + 8, length);
            } else if (type.equals("IEND")) {
                break;
            }
            at += 12 + length;
        }
    }

    /** RFC 9649. */
    private void webp() throws IOException, MediaException {
        long at = 12;
        for (int i = 0; i < MAX_CHUNKS && at + 8 <= bytes.size(); i++) {
            long length = Integer.toUnsignedLong(
                    bytes.read(at + 4, 4).order(ByteOrder.LITTLE_ENDIAN).getInt());
            switch (bytes.word(at)) {
                case "VP8X" -> extended(at + 8);
                case "VP8 " -> {
                    ByteBuffer size = bytes.read(at + 14, 4).order(ByteOrder.LITTLE_ENDIAN);
                    size(size.getShort() & 0x3fff, size.getShort() & 0x3fff);
                }
                case "VP8L" -> {
                    int bits =
                            bytes.read(at + 9, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
                    size((bits & 0x3fff) + 1, (bits >>> 14 & 0x3fff) + 1);
                }
                case "EXIF" -> exifOrTiff(at + 8, length);
                default -> {}
            }
            at += 8 + length + (length & 1);
        }
    }

    private void extended(long at) throws IOException, MediaException {
        ByteBuffer head = bytes.read(at, 10).order(ByteOrder.LITTLE_ENDIAN);
        if ((head.get(0) & 2) != 0) {
            throw new MediaException(MediaProblem.ANIMATION_REFUSED, "animated WebP");
        }
        size((head.getInt(4) & 0xffffff) + 1, (head.getInt(6) >>> 8 & 0xffffff) + 1);
    }

    // Chunks that contradict each other: what is decoded may be the largest.
    private void size(int wide, int high) {
        width = Math.max(width, wide);
        height = Math.max(height, high);
    }

    /** GIF89a, 18: the logical screen; a frame cannot be larger. */
    private void gif() throws IOException, MediaException {
        ByteBuffer screen = bytes.read(6, 4).order(ByteOrder.LITTLE_ENDIAN);
        width = Short.toUnsignedInt(screen.getShort());
        height = Short.toUnsignedInt(screen.getShort());
    }

    private void exifOrTiff(long at, long length) throws IOException, MediaException {
        if (length >= 6 && bytes.word(at).equals("Exif")) {
            exif(at, length);
        } else {
            tiff(at, length);
        }
    }

    private void exif(long at, long length) throws IOException, MediaException {
        if (StandardCharsets.ISO_8859_1.decode(bytes.read(at, 6)).toString().equals("Exif\0\0")) {
            tiff(at + 6, length - 6);
        }
    }

    /** The first directory of TIFF 6.0, section 2. What is odd in it turns nothing, and is no reason to refuse a photo. */
    private void tiff(long at, long length) throws IOException, MediaException {
        int size = (int) Math.min(length, MAX_EXIF_BYTES);
        if (size < 14 || at + size > bytes.size()) {
            return;
        }
        ByteBuffer tiff = bytes.read(at, size);
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > size - 2) {
            return;
        }
        int entries = Math.min(Short.toUnsignedInt(tiff.getShort(directory)), MAX_EXIF_ENTRIES);
        for (int i = 0; i < entries && directory + 2 + 12 * (i + 1) <= size; i++) {
            int entry = directory + 2 + 12 * i;
            if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION) {
                orientation = Orientation.ofExif(Short.toUnsignedInt(tiff.getShort(entry + 8)));
            }
        }
    }
}
