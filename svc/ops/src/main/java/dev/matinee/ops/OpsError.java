package dev.matinee.ops;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** The failures only this service has. */
enum OpsError implements ErrorCode {
    BOX_UNKNOWN(
            Status.NOT_FOUND_404, "No group sets letters of that topic aside; the list of boxes has those that do."),
    USER_UNKNOWN(Status.NOT_FOUND_404, "There is no such user."),
    REDRIVE_RUNNING(
            Status.CONFLICT_409, "These letters are being driven back already; wait for the number of those waiting."),
    OWN_ACCOUNT(Status.CONFLICT_409, "You cannot disable yourself; another operator can."),
    SESSIONS_LIVE(
            Status.SERVICE_UNAVAILABLE_503,
            "The account is disabled, but what it is logged in with may hold for ten minutes more; do it again to end that."),
    SOURCE_AWAY(Status.SERVICE_UNAVAILABLE_503, "Who would know does not answer just now; try again shortly.");

    private final Status status;
    private final String sentence;

    OpsError(Status status, String sentence) {
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
