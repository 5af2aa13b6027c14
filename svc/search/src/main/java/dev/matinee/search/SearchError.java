package dev.matinee.search;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** The failures only this service has. */
enum SearchError implements ErrorCode {
    INDEX_AWAY(Status.SERVICE_UNAVAILABLE_503, "The search index does not answer just now; try again shortly."),
    REINDEX_RUNNING(Status.CONFLICT_409, "The index is being rebuilt already; GET tells how far it is.");

    private final Status status;
    private final String sentence;

    SearchError(Status status, String sentence) {
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
