package dev.matinee.gate;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** The failures of gate that a client can see. */
enum GateError implements ErrorCode {
    TOKEN_REVOKED(Status.UNAUTHORIZED_401, "This login was ended; log in again."),
    SESSION_NEEDED(Status.UNAUTHORIZED_401, "Open this page in a browser and log in as an operator."),
    NOT_OPERATOR(Status.FORBIDDEN_403, "This page is for operators, and you are not one."),
    UNKNOWN_HOST(Status.FORBIDDEN_403, "There is no operator page at this host."),
    LOGIN_MISMATCH(
            Status.BAD_REQUEST_400, "This login was not begun in this browser, or too long ago; open the page again."),
    LOGIN_REFUSED(Status.FORBIDDEN_403, "The login did not succeed; open the page again."),
    CROSS_SITE(Status.FORBIDDEN_403, "This request came from another site."),
    TOO_MANY_REQUESTS(Status.TOO_MANY_REQUESTS_429, "You ask more often than one may; wait a moment."),
    IDENTITY_UNAVAILABLE(Status.SERVICE_UNAVAILABLE_503, "Logins cannot be checked just now; try again shortly."),
    STORE_UNAVAILABLE(Status.SERVICE_UNAVAILABLE_503, "Logins cannot be looked up just now; try again shortly.");

    private final Status status;
    private final String sentence;

    GateError(Status status, String sentence) {
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
