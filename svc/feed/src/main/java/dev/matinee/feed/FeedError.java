package dev.matinee.feed;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** The failures only this service has. */
enum FeedError implements ErrorCode {
    CONTENT_NOT_FOUND(Status.NOT_FOUND_404, "There is no such video or album, or not everybody may see it.");

    private final Status status;
    private final String sentence;

    FeedError(Status status, String sentence) {
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
