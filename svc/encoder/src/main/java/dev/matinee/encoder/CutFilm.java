package dev.matinee.encoder;

import java.util.List;

/**
 * A film and how it was cut, as all its pieces know it whatever their workers' own settings are.
 *
 * @param chunks two at least
 */
record CutFilm(SourceMedia source, List<Chunk> chunks) {}
