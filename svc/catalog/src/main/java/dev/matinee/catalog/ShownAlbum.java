package dev.matinee.catalog;

/** An album with what is shown beside it. */
record ShownAlbum(Album album, ChannelName channel) {}
