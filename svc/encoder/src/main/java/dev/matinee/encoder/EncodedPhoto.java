package dev.matinee.encoder;

import java.nio.file.Path;
import java.util.List;

/**
 * A photo's files, ready to be published.
 *
 * @param folder with {@code <width>.webp} and {@code <width>.jpg}, and nothing else
 * @param width of the whole picture as shown
 * @param widths those made, smallest first
 */
record EncodedPhoto(Path folder, int width, int height, List<Integer> widths, String blurHash, long sizeBytes) {}
