package dev.matinee.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who may see a video once it is ready and its time has come. */
enum Visibility {
    PUBLIC,
    UNLISTED,
    FOLLOWERS,
    PRIVATE;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Visibility ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
