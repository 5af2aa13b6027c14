package dev.matinee.encoder;

import java.util.Locale;

/** Every reason why a file or a job ends without media: the sentence is for the creator. */
enum MediaProblem {
    EMPTY(false, "The file is empty. Upload it again."),
    NOT_A_VIDEO(false, "This is not a video or audio file that we know."),
    PLAYLIST(false, "This is a playlist, not a video. Upload the film that it points to."),
    STILL_IMAGE(false, "This is a picture, not a video."),
    CONTAINER_REFUSED(false, "This kind of file is not accepted. Convert it to MP4, MOV, WebM or MKV first."),
    UNREADABLE(false, "The file is damaged or cut off and cannot be read. Export or upload it again."),
    TRUNCATED(false, "The file ends before the film does. Upload it again, whole."),
    NO_MEDIA(false, "The file holds neither pictures nor sound."),
    VIDEO_CODEC_REFUSED(
            false, "The picture is in a format that is not accepted. Export it as H.264, HEVC, VP9 or AV1."),
    AUDIO_CODEC_REFUSED(false, "The sound is in a format that is not accepted. Export it as AAC, Opus, MP3 or FLAC."),
    HDR_REFUSED(
            false,
            "This kind of HDR (Dolby Vision without a base layer) cannot be shown. Export it as HDR10, HLG or SDR."),
    TOO_MANY_PIXELS(false, "The picture is larger than is accepted (8192×4320)."),
    TOO_SMALL(false, "The picture is smaller than 16×16."),
    ODD_SHAPE(false, "The picture is more than 16 times as long as it is wide."),
    TOO_MANY_STREAMS(false, "The file holds more tracks than are accepted."),
    TOO_LONG(false, "The film is longer than is accepted."),
    TOO_SHORT(false, "The film is shorter than a tenth of a second."),
    TOO_LARGE(false, "The film is larger than is accepted."),
    TOO_COSTLY(
            false, "The film takes more time or memory to encode than is allowed. Export it with a smaller picture."),
    NOT_A_PHOTO(false, "This is not a photo that we know. Upload a JPEG, PNG, WebP, GIF, AVIF or HEIC."),
    SVG_REFUSED(false, "Drawings (SVG) are not accepted. Export it as PNG."),
    PHOTO_FORMAT_REFUSED(false, "This kind of picture file is not accepted. Export it as JPEG, PNG or WebP."),
    HEIF_REFUSED(false, "This AVIF or HEIC is of a kind that cannot be read here. Export it as JPEG, PNG or WebP."),
    ANIMATION_REFUSED(false, "Animated WebP is not accepted. Export it as GIF, or upload it as a film."),
    PHOTO_UNREADABLE(false, "The photo is damaged or cut off and cannot be read. Export or upload it again."),
    PHOTO_TOO_MANY_PIXELS(false, "The photo has more than the 64 megapixels that are accepted."),
    PHOTO_TOO_LARGE(false, "The photo's file is larger than is accepted."),
    PHOTO_TOO_COSTLY(false, "The photo takes more time or memory than is allowed. Export it with fewer pixels."),
    SOURCE_MISSING(false, "The uploaded file is gone. Upload it again."),
    SOURCE_CHANGED(false, "The uploaded file is not the one that was submitted. Upload it again."),
    DEADLINE(true, "It could not be encoded in time. Try again later."),
    CANCELLED(true, "It was cancelled before it was done. Try again when you want it after all."),
    ENCODER_FAILED(true, "It could not be encoded. Try again later.");

    private final boolean retryable;
    private final String sentence;

    MediaProblem(boolean retryable, String sentence) {
        this.retryable = retryable;
        this.sentence = sentence;
    }

    /** The word that programs read. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    String sentence() {
        return sentence;
    }

    /** Whether the same file may succeed another time; the others fail at the first try. */
    boolean retryable() {
        return retryable;
    }
}
