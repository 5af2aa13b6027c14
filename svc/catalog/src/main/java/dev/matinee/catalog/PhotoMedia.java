package dev.matinee.catalog;

import dev.matinee.events.PhotoReady;
import java.util.List;

/** What is shown of a photo: the version that the encoder published last. */
record PhotoMedia(String version, int width, int height, List<Integer> widths, String blurHash, long sizeBytes) {
    static PhotoMedia of(PhotoReady ready) {
        return new PhotoMedia(
                ready.version(), ready.width(), ready.height(), ready.widths(), ready.blurHash(), ready.sizeBytes());
    }
}
