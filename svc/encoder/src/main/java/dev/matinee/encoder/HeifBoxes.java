package dev.matinee.encoder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Size and orientation of the primary image out of the boxes of AVIF and HEIC (ISO/IEC 23008-12): {@code pitm} names it,
 * {@code ipma} gives it properties, {@code ipco} holds them. Exif in such a file turns nothing.
 */
final class HeifBoxes {
    private static final int MAX_BOXES = 1_024;
    private static final int MAX_META_BYTES = 1 << 20;

    private final ByteBuffer meta;
    private final List<Box> properties = new ArrayList<>();
    private int primary;
    private int width;
    private int height;
    private Orientation orientation = Orientation.UPRIGHT;

    private HeifBoxes(ByteBuffer meta) {
        this.meta = meta;
    }

    /** @param end behind its last byte */
    private record Box(String type, int start, int end) {}

    static PhotoHeader read(PhotoFormat format, PhotoBytes bytes) throws IOException, MediaException {
        long at = 0;
        for (int i = 0; i < MAX_BOXES && at + 8 <= bytes.size(); i++) {
            long size = Integer.toUnsignedLong(bytes.read(at, 4).getInt());
            if (bytes.word(at + 4).equals("meta")) {
                if (size > MAX_META_BYTES) {
                    break;
                }
                return new HeifBoxes(bytes.read(at, (int) size)).header(format);
            }
            if (size < 8) {
                break; // To the end of the file, or of a length that no photo has.
            }
            at += size;
        }
        throw new MediaException(MediaProblem.PHOTO_UNREADABLE, "no meta box");
    }

    private PhotoHeader header(PhotoFormat format) throws MediaException {
        try {
            List<Box> boxes = boxes(12, meta.limit());
            for (Box box : boxes) {
                if (box.type.equals("pitm")) {
                    primary = meta.get(box.start) == 0
                            ? Short.toUnsignedInt(meta.getShort(box.start + 4))
                            : meta.getInt(box.start + 4);
                }
            }
            for (Box box : boxes) {
                if (box.type.equals("iprp")) {
                    properties(box);
                }
            }
        } catch (IndexOutOfBoundsException e) {
            throw new MediaException(MediaProblem.PHOTO_UNREADABLE, "its boxes end too early", e);
        }
        return new PhotoHeader(format, width, height, orientation);
    }

    private void properties(Box iprp) {
        List<Box> inside = boxes(iprp.start, iprp.end);
        inside.stream()
                .filter(box -> box.type.equals("ipco"))
                .findFirst()
                .ifPresent(ipco -> properties.addAll(boxes(ipco.start, ipco.end)));
        inside.stream().filter(box -> box.type.equals("ipma")).forEach(this::associations);
    }

    private void associations(Box ipma) {
        int version = meta.get(ipma.start);
        boolean wide = (meta.get(ipma.start + 3) & 1) != 0;
        int count = meta.getInt(ipma.start + 4);
        int at = ipma.start + 8;
        for (int i = 0; i < Math.min(count, MAX_BOXES) && at < ipma.end; i++) {
            int item = version < 1 ? Short.toUnsignedInt(meta.getShort(at)) : meta.getInt(at);
            at += version < 1 ? 2 : 4;
            int associated = Byte.toUnsignedInt(meta.get(at++));
            for (int j = 0; j < associated; j++) {
                int index = wide ? meta.getShort(at) & 0x7fff : meta.get(at) & 0x7f;
                at += wide ? 2 : 1;
                if (item == primary && index > 0 && index <= properties.size()) {
                    apply(properties.get(index - 1));
                }
            }
        }
    }

    private void apply(Box property) {
        switch (property.type) {
            case "ispe" -> {
                width = meta.getInt(property.start + 4);
                height = meta.getInt(property.start + 8);
            }
            case "irot" -> orientation = orientation.turned(meta.get(property.start));
            case "imir" -> orientation = orientation.mirrored(meta.get(property.start));
            default -> {}
        }
    }

    private List<Box> boxes(int from, int to) {
        List<Box> boxes = new ArrayList<>();
        int at = from;
        while (at + 8 <= to && boxes.size() < MAX_BOXES) {
            int size = meta.getInt(at);
            if (size < 8 || size > to - at) {
                break;
            }
            byte[] type = new byte[4];
            meta.get(at + 4, type);
            boxes.add(new Box(new String(type, StandardCharsets.ISO_8859_1), at + 8, at + size));
            at += size;
        }
        return boxes;
    }
}
