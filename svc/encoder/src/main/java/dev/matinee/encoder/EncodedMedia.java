package dev.matinee.encoder;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A complete version on the local disk.
 *
 * @param folder holds exactly the files to publish
 * @param posters file names, the chosen one ({@code poster.jpg}) first
 * @param master the text of {@code master.m3u8}
 * @param renditions lowest first, then audio
 */
record EncodedMedia(
        Path folder,
        SourceMedia source,
        Duration duration,
        List<MasterPlaylist.Track> renditions,
        boolean hasAudio,
        List<String> posters,
        boolean storyboard,
        long sizeBytes,
        String master) {}
