package dev.matinee.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What rights are asked about: a video or an album. */
interface Post {
    ContentKind kind();

    String owner();

    /** The visibility a moderator took from it. */
    @Nullable
    Visibility hiddenFrom();

    /** Whether anybody who knows the id may see it. */
    boolean isOpen(Instant now);

    /** Whether those who follow the channel may see it. */
    boolean isForFollowers(Instant now);
}
