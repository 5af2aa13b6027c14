package dev.matinee.catalog;

import org.jspecify.annotations.Nullable;

/** What an owner may say about a channel. */
record ChannelDetails(String name, @Nullable String description) {
    static final int MAX_NAME = 80;
    static final int MAX_DESCRIPTION = 2_000;

    ChannelDetails {
        Texts texts = new Texts();
        name = texts.line("/name", name, MAX_NAME);
        description = texts.optionalLines("/description", description, MAX_DESCRIPTION);
        texts.throwIfAny();
    }
}
