package dev.matinee.encoder;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The few ISO base media boxes (ISO/IEC 14496-12) that the playlists need, read from files that we made. */
final class Mp4Boxes {
    // Sample entries begin with fixed fields before their child boxes (14496-12 sections 12.1.3 and 12.2.3).
    private static final int VISUAL_ENTRY_BYTES = 78;
    private static final int AUDIO_ENTRY_BYTES = 28;

    private Mp4Boxes() {}

    /** @param body without the header; a view, not a copy */
    record Box(String type, long offset, int size, ByteBuffer body) {}

    /** A fragment: where it is in the file, and when it is shown. */
    record Fragment(long offset, int size, double startSeconds) {}

    static final class MalformedBoxException extends Exception {
        MalformedBoxException(String message) {
            super(message);
        }
    }

    static List<Box> boxes(ByteBuffer bytes) throws MalformedBoxException {
        List<Box> boxes = new ArrayList<>();
        int at = bytes.position();
        int end = bytes.limit();
        while (at < end) {
            if (end - at < 8) {
                throw new MalformedBoxException("a cut box header at " + at);
            }
            int size = bytes.getInt(at);
            if (size < 8 || size > end - at) {
                throw new MalformedBoxException("a box of " + size + " bytes at " + at);
            }
            byte[] type = new byte[4];
            bytes.get(at + 4, type);
            String name = new String(type, StandardCharsets.ISO_8859_1);
            boxes.add(new Box(name, at, size, bytes.slice(at + 8, size - 8)));
            at += size;
        }
        return boxes;
    }

    /** The RFC 6381 string of the one track of an initialization segment. */
    static String codec(ByteBuffer init) throws MalformedBoxException {
        try {
            ByteBuffer entries = path(init, "moov", "trak", "mdia", "minf", "stbl", "stsd");
            entries.position(8);
            Box entry = boxes(entries.slice()).getFirst();
            return switch (entry.type()) {
                case "avc1" -> avc(child(after(entry.body(), VISUAL_ENTRY_BYTES), "avcC"));
                case "mp4a" -> aac(child(after(entry.body(), AUDIO_ENTRY_BYTES), "esds"));
                default -> throw new MalformedBoxException("sample entry " + entry.type());
            };
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new MalformedBoxException("a cut box: " + e.getMessage());
        }
    }

    /** Bytes before the first fragment: what EXT-X-MAP covers. */
    static long initBytes(ByteBuffer file) throws MalformedBoxException {
        return boxes(file).stream()
                .filter(box -> box.type().equals("moof"))
                .findFirst()
                .orElseThrow(() -> new MalformedBoxException("no fragment"))
                .offset();
    }

    /** Each moof with the mdat behind it. */
    static List<Fragment> fragments(ByteBuffer file) throws MalformedBoxException {
        ByteBuffer header = path(file, "moov", "trak", "mdia", "mdhd");
        double timescale = header.getInt(header.get(0) == 1 ? 20 : 12);
        List<Fragment> fragments = new ArrayList<>();
        List<Box> boxes = boxes(file);
        for (int i = 0; i + 1 < boxes.size(); i++) {
            Box moof = boxes.get(i);
            if (moof.type().equals("moof")) {
                ByteBuffer decodeTime = path(moof.body(), "traf", "tfdt");
                long ticks = decodeTime.get(0) == 1 ? decodeTime.getLong(4) : decodeTime.getInt(4);
                int size = moof.size() + boxes.get(i + 1).size();
                fragments.add(new Fragment(moof.offset(), size, ticks / timescale));
            }
        }
        return fragments;
    }

    // RFC 6381 section 3.3: profile, constraints and level as six hexadecimal digits.
    private static String avc(ByteBuffer configuration) {
        return String.format(
                Locale.ROOT,
                "avc1.%02X%02X%02X",
                configuration.get(1) & 0xff,
                configuration.get(2) & 0xff,
                configuration.get(3) & 0xff);
    }

    // ISO/IEC 14496-1 section 7.2.6: ES descriptor > decoder configuration > decoder specific information, whose first
    // five bits are the audio object type (14496-3).
    private static String aac(ByteBuffer esds) throws MalformedBoxException {
        esds.position(4);
        ByteBuffer stream = descriptor(esds, 0x03);
        stream.position(3);
        ByteBuffer decoder = descriptor(stream, 0x04);
        int objectType = decoder.get(0) & 0xff;
        decoder.position(13);
        ByteBuffer specific = descriptor(decoder, 0x05);
        int audioObjectType = (specific.get(0) & 0xff) >> 3;
        return String.format(Locale.ROOT, "mp4a.%02x.%d", objectType, audioObjectType);
    }

    private static ByteBuffer descriptor(ByteBuffer bytes, int tag) throws MalformedBoxException {
        if ((bytes.get() & 0xff) != tag) {
            throw new MalformedBoxException("no descriptor " + tag);
        }
        int length = 0;
        int part;
        do {
            part = bytes.get() & 0xff;
            length = (length << 7) | (part & 0x7f);
        } while ((part & 0x80) != 0);
        return bytes.slice(bytes.position(), length);
    }

    static ByteBuffer path(ByteBuffer bytes, String... names) throws MalformedBoxException {
        ByteBuffer here = bytes;
        for (String name : names) {
            here = child(here, name);
        }
        return here;
    }

    private static ByteBuffer child(ByteBuffer bytes, String name) throws MalformedBoxException {
        Optional<Box> found =
                boxes(bytes).stream().filter(box -> box.type().equals(name)).findFirst();
        return found.orElseThrow(() -> new MalformedBoxException("no box " + name))
                .body();
    }

    private static ByteBuffer after(ByteBuffer bytes, int fixed) {
        return bytes.slice(fixed, bytes.limit() - fixed);
    }
}
