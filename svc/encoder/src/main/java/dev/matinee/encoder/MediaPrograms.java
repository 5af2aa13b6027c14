package dev.matinee.encoder;

import java.util.List;

/** Where ffmpeg and ffprobe are, and the options that every opening of a file gets. */
record MediaPrograms(String ffmpeg, String ffprobe) {
    /** The file's name in its job folder: never a part of what the client called it. */
    static final String SOURCE = "source";

    static final long MAX_ALLOCATION_BYTES = 1L << 30;

    List<String> inputOptions(Container container, String decoders, IngestLimits limits) {
        return List.of(
                "-max_alloc", Long.toString(MAX_ALLOCATION_BYTES),
                "-protocol_whitelist", "file",
                "-format_whitelist", container.demuxer(),
                "-codec_whitelist", decoders,
                "-max_pixels", Long.toString(limits.maxPixels()),
                // One more than accepted, so that a file with too many is told apart from a damaged one.
                "-max_streams", Integer.toString(limits.maxStreams() + 1));
    }
}
