package dev.matinee.encoder;

/**
 * One rung of the ladder.
 *
 * @param name {@code 720p}: also its folder
 * @param bitrateKbps the target that caps the quality setting
 */
record Rendition(String name, int width, int height, int bitrateKbps) {
    Rendition {
        if (width % 2 != 0 || height % 2 != 0 || width < 2 || height < 2) {
            throw new IllegalArgumentException("a rendition needs even sizes: " + width + "x" + height);
        }
    }

    /** The highest rate the decoder's buffer must bear. */
    int maxrateKbps() {
        return bitrateKbps * 3 / 2;
    }

    int bufsizeKbits() {
        return bitrateKbps * 3 / 2;
    }
}
