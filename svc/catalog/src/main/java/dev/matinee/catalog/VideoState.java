package dev.matinee.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Where a video is on its way; {@code uploading} and {@code processing} end by themselves at their deadline. A ready one
 * may still have its larger sizes to come, until its deadline.
 */
enum VideoState {
    UPLOADING,
    PROCESSING,
    READY,
    FAILED;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static VideoState ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
