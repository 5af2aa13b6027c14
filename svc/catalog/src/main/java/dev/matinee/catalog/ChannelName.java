package dev.matinee.catalog;

import java.util.UUID;

/** What a video says of its channel. */
record ChannelName(UUID id, String handle, String name) {}
