package dev.matinee.kit.http;

import io.helidon.http.Status;

/** The failures every service shares. */
public enum StandardError implements ErrorCode {
    BAD_REQUEST(Status.BAD_REQUEST_400, "The request is not understood."),
    INVALID_BODY(Status.BAD_REQUEST_400, "The body is not valid; see errors for each field."),
    INVALID_PARAMETER(Status.BAD_REQUEST_400, "A parameter is not valid; see errors."),
    INVALID_CURSOR(Status.BAD_REQUEST_400, "The cursor is not one this list gave out; start without it."),
    UNAUTHENTICATED(Status.UNAUTHORIZED_401, "Log in and send the access token as 'Authorization: Bearer'."),
    FORBIDDEN(Status.FORBIDDEN_403, "Your role does not allow this."),
    NOT_FOUND(Status.NOT_FOUND_404, "There is nothing at this address."),
    METHOD_NOT_ALLOWED(Status.METHOD_NOT_ALLOWED_405, "This address does not answer that method."),
    IDEMPOTENCY_IN_FLIGHT(
            Status.CONFLICT_409, "A request with this Idempotency-Key is still being answered; try again shortly."),
    PRECONDITION_FAILED(Status.PRECONDITION_FAILED_412, "It was changed since you read it; read it again."),
    BODY_TOO_LARGE(Status.REQUEST_ENTITY_TOO_LARGE_413, "The body is larger than this address takes."),
    UNSUPPORTED_MEDIA_TYPE(Status.UNSUPPORTED_MEDIA_TYPE_415, "Send application/json."),
    IDEMPOTENCY_REUSED(
            Status.create(422, "Unprocessable Content"),
            "This Idempotency-Key was used with another body; use a new one."),
    PRECONDITION_REQUIRED(Status.create(428, "Precondition Required"), "Send If-Match with the ETag you read."),
    INTERNAL(Status.INTERNAL_SERVER_ERROR_500, "Something failed on our side; the trace id helps us find it."),
    UNAVAILABLE(Status.SERVICE_UNAVAILABLE_503, "A part we need does not answer just now; try again shortly.");

    private final Status status;
    private final String sentence;

    StandardError(Status status, String sentence) {
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
