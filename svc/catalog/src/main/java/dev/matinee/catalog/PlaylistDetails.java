package dev.matinee.catalog;

import org.jspecify.annotations.Nullable;

/** What a member says about a playlist; the body of making and, merged with a patch, of changing one. */
record PlaylistDetails(String title, @Nullable String description, Visibility visibility) {
    static final int MAX_TITLE = 150;
    static final int MAX_DESCRIPTION = 5_000;

    PlaylistDetails {
        Texts texts = new Texts();
        title = texts.line("/title", title, MAX_TITLE);
        description = texts.optionalLines("/description", description, MAX_DESCRIPTION);
        visibility = orPrivate(visibility);
        if (visibility == Visibility.FOLLOWERS) {
            texts.refuse("/visibility", "public, unlisted or private");
        }
        texts.throwIfAny();
    }

    private static Visibility orPrivate(@Nullable Visibility visibility) {
        return visibility == null ? Visibility.PRIVATE : visibility;
    }
}
