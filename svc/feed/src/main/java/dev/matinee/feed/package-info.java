/**
 * Feed decides what a member is shown first: home, following, trending and related, and says why each item is there. It
 * owns, in PostgreSQL, copies of what {@code catalog} told it (cards of content, who follows, mutes and blocks whom, likes
 * and watches) and what is its own: what was seen. Redis holds ready-made lists and cards, all of which may be lost at any
 * time. It decides nothing about who may see what.
 */
@NullMarked
package dev.matinee.feed;

import org.jspecify.annotations.NullMarked;
