package dev.matinee.catalog;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be liked and commented. Each has a table of that name with an owner, a visibility and counts. */
enum ContentKind {
    VIDEO("videos", CatalogError.VIDEO_NOT_FOUND),
    ALBUM("albums", CatalogError.ALBUM_NOT_FOUND);

    private final String path;
    private final CatalogError notFound;

    ContentKind(String path, CatalogError notFound) {
        this.path = path;
        this.notFound = notFound;
    }

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ContentKind ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Its part of an address: {@code videos}. */
    String path() {
        return path;
    }

    CatalogError notFound() {
        return notFound;
    }
}
