/**
 * The catalog owns content: channels, videos, what is said about them, who may see them, and in which state they are. It
 * decides who may watch and signs the paths. It owns no bytes (that is {@code upload}), makes no media (that is
 * {@code encoder}) and serves none (that is the CDN).
 */
@NullMarked
package dev.matinee.catalog;

import org.jspecify.annotations.NullMarked;
