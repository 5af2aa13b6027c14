package dev.matinee.encoder;

import java.util.List;

/**
 * A film and how it was cut, as all its pieces know it whatever their workers' own settings are.
 *
 * @param chunks two at least
 * @param preset of the video encoder; chunks made with different ones do not fit together
 */
record CutFilm(SourceMedia source, List<Chunk> chunks, String preset) {}
