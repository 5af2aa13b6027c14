package dev.matinee.encoder;

/** The containers that are opened at all, each with the one demuxer it is opened by. */
enum Container {
    MP4("mov"),
    MATROSKA("matroska"),
    AVI("avi"),
    MPEG_TS("mpegts"),
    MP3("mp3"),
    AAC("aac"),
    OGG("ogg"),
    FLAC("flac"),
    WAV("wav");

    private final String demuxer;

    Container(String demuxer) {
        this.demuxer = demuxer;
    }

    /** What {@code -f} and {@code -format_whitelist} get: ffmpeg never guesses. */
    String demuxer() {
        return demuxer;
    }

    boolean mayHoldVideo() {
        return switch (this) {
            case MP4, MATROSKA, AVI, MPEG_TS -> true;
            case MP3, AAC, OGG, FLAC, WAV -> false;
        };
    }
}
