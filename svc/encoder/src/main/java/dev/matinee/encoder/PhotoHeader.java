package dev.matinee.encoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a photo's first structures say, read here and bounded, so that a bomb is refused before anything is decoded.
 *
 * @param width of the pixels as stored
 * @param height likewise
 */
record PhotoHeader(PhotoFormat format, int width, int height, Orientation orientation) {
    static final long MAX_PIXELS = 64_000_000;

    static PhotoHeader read(Path file) throws IOException, MediaException {
        PhotoFormat format;
        try (var stream = Files.newInputStream(file)) {
            format = PhotoFormat.sniff(stream.readNBytes(PhotoFormat.HEAD_BYTES));
        }
        try (PhotoBytes bytes = PhotoBytes.open(file)) {
            PhotoHeader header = format.isHeif() ? HeifBoxes.read(format, bytes) : PhotoChunks.read(format, bytes);
            header.check();
            return header;
        }
    }

    int shownWidth() {
        return orientation.swaps() ? height : width;
    }

    int shownHeight() {
        return orientation.swaps() ? width : height;
    }

    private void check() throws MediaException {
        String size = width + "x" + height;
        if (width < 1 || height < 1) {
            throw new MediaException(MediaProblem.PHOTO_UNREADABLE, size);
        }
        if ((long) width * height > MAX_PIXELS) {
            throw new MediaException(MediaProblem.PHOTO_TOO_MANY_PIXELS, size);
        }
        if (Math.min(width, height) < IngestLimits.MIN_SIDE) {
            throw new MediaException(MediaProblem.TOO_SMALL, size);
        }
        if (Math.max(width, height) > IngestLimits.MAX_ASPECT * Math.min(width, height)) {
            throw new MediaException(MediaProblem.ODD_SHAPE, size);
        }
    }
}
