package dev.matinee.catalog;

import org.jspecify.annotations.Nullable;

/** A video with what is shown beside it. */
record ShownVideo(
        Video video,
        ChannelName channel,
        @Nullable Progress progress,
        @Nullable Captions captions) {}
