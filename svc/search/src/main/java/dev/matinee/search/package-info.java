/**
 * Search finds what everybody may see: videos, albums, channels and playlists, by their texts, tags and captions. It owns
 * an index in Elasticsearch that can be thrown away and rebuilt from {@code catalog} at any time, and in Redis what is
 * asked often. It decides nothing about who may see what: only what {@code catalog} calls visible is in the index.
 */
@NullMarked
package dev.matinee.search;

import org.jspecify.annotations.NullMarked;
