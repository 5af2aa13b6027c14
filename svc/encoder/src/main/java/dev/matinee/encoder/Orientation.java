package dev.matinee.encoder;

import java.util.List;
import java.util.stream.Stream;

/**
 * How stored pixels must be turned to be seen upright.
 *
 * @param filters of ffmpeg, in order
 * @param swaps whether width and height change places
 */
record Orientation(List<String> filters, boolean swaps) {
    static final Orientation UPRIGHT = new Orientation(List.of(), false);

    private static final String CLOCKWISE = "transpose=clock";
    private static final String COUNTERCLOCKWISE = "transpose=cclock";

    Orientation {
        filters = List.copyOf(filters);
    }

    /** @param value the tag Orientation, 1 to 8 (Exif 2.32, 4.6.4 A); any other counts as 1 */
    static Orientation ofExif(int value) {
        return switch (value) {
            case 2 -> new Orientation(List.of("hflip"), false);
            case 3 -> new Orientation(List.of("hflip", "vflip"), false);
            case 4 -> new Orientation(List.of("vflip"), false);
            case 5 -> new Orientation(List.of("transpose=cclock_flip"), true);
            case 6 -> new Orientation(List.of(CLOCKWISE), true);
            case 7 -> new Orientation(List.of("transpose=clock_flip"), true);
            case 8 -> new Orientation(List.of(COUNTERCLOCKWISE), true);
            default -> UPRIGHT;
        };
    }

    /** By {@code irot} (ISO/IEC 23008-12, 6.5.10): quarters of a turn, counterclockwise. */
    Orientation turned(int quarters) {
        return switch (quarters & 3) {
            case 1 -> and(COUNTERCLOCKWISE, true);
            case 2 -> and("hflip,vflip", false);
            case 3 -> and(CLOCKWISE, true);
            default -> this;
        };
    }

    /** By {@code imir} (ISO/IEC 23008-12, 6.5.12): 0 swaps left and right, 1 top and bottom. */
    Orientation mirrored(int axis) {
        return and((axis & 1) == 0 ? "hflip" : "vflip", false);
    }

    private Orientation and(String filter, boolean swapping) {
        return new Orientation(
                Stream.concat(filters.stream(), Stream.of(filter)).toList(), swaps != swapping);
    }
}
