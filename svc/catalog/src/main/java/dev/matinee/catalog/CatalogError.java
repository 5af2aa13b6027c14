package dev.matinee.catalog;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** The failures only this service has. */
enum CatalogError implements ErrorCode {
    VIDEO_NOT_FOUND(Status.NOT_FOUND_404, "There is no such video, or it is not for you to see."),
    ALBUM_NOT_FOUND(Status.NOT_FOUND_404, "There is no such album, or it is not for you to see."),
    PHOTO_NOT_FOUND(Status.NOT_FOUND_404, "There is no such photo in this album."),
    ALBUM_FULL(Status.CONFLICT_409, "An album takes 20 photos; take one out first."),
    CAPTIONS_NOT_FOUND(Status.NOT_FOUND_404, "There are none of these for this video."),
    INVALID_CAPTIONS(Status.BAD_REQUEST_400, "This is not a WebVTT or SubRip file."),
    LANGUAGE_UNKNOWN(Status.BAD_REQUEST_400, "The language is a BCP 47 tag such as en or pt-BR."),
    CAPTIONS_TYPE(Status.UNSUPPORTED_MEDIA_TYPE_415, "Send text/vtt or application/x-subrip."),
    TOO_MANY_CAPTIONS(Status.CONFLICT_409, "A video takes captions in 50 languages; delete some first."),
    CHANNEL_NOT_FOUND(Status.NOT_FOUND_404, "There is no such channel."),
    COMMENT_NOT_FOUND(Status.NOT_FOUND_404, "There is no such comment, or it is not for you to see."),
    NOT_YOUR_COMMENT(
            Status.FORBIDDEN_403,
            "Only who wrote a comment may change it; the owner of what it is on and moderators may hide or delete it."),
    PLAYLIST_NOT_FOUND(Status.NOT_FOUND_404, "There is no such playlist, or it is not for you to see."),
    PLAYLIST_FULL(Status.CONFLICT_409, "A playlist takes 500 items; take one out first."),
    TOO_MANY_PLAYLISTS(Status.CONFLICT_409, "You have 500 playlists, which is the most; delete one first."),
    REPORT_NOT_FOUND(Status.NOT_FOUND_404, "There is no such report, or it is not yours."),
    REPORT_DECIDED(Status.CONFLICT_409, "This report was decided otherwise already."),
    TOO_MANY_REPORTS(Status.CONFLICT_409, "You have 100 open reports, which is the most; wait for the moderators."),
    OWN_CHANNEL(Status.CONFLICT_409, "This is your own channel."),
    CHANNEL_BLOCKED(Status.CONFLICT_409, "You have blocked this channel; unblock it first."),
    TOO_MANY_FOLLOWS(Status.CONFLICT_409, "You follow 5,000 channels, which is the most; unfollow one first."),
    TOO_MANY_MUTES(Status.CONFLICT_409, "You have muted 5,000 channels, which is the most; unmute one first."),
    TOO_MANY_BLOCKS(Status.CONFLICT_409, "You have blocked 5,000 channels, which is the most; unblock one first."),
    NOT_OWNER(Status.FORBIDDEN_403, "Only its owner may do this."),
    MODERATOR_MAY_ONLY_HIDE(
            Status.FORBIDDEN_403,
            "A moderator may set a video or album private, set back what a moderator hid, or delete it, and change nothing else."),
    HIDDEN_BY_MODERATOR(Status.FORBIDDEN_403, "A moderator hid this, and only a moderator can undo that."),
    EXTERNAL_ID_TAKEN(Status.CONFLICT_409, "Another video of this channel has this external_id."),
    NO_PICTURES(Status.CONFLICT_409, "This is sound without pictures, so no poster can be taken from it."),
    VIDEO_NOT_READY(Status.CONFLICT_409, "The video cannot be played yet."),
    NOT_RETRYABLE(Status.CONFLICT_409, "Only a failed video whose failure says retryable can be tried again.");

    private final Status status;
    private final String sentence;

    CatalogError(Status status, String sentence) {
        this.status = status;
        this.sentence = sentence;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
