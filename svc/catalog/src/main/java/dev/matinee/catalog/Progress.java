package dev.matinee.catalog;

import org.jspecify.annotations.Nullable;

/** How far encoding is, as the encoder last told. */
record Progress(String step, int percent, @Nullable String rung) {}
