package dev.matinee.notify;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** What a client of notify can get wrong. */
enum NotifyError implements ErrorCode {
    NOTIFICATION_NOT_FOUND(Status.NOT_FOUND_404, "There is no such notification of yours."),
    WEBHOOK_NOT_FOUND(Status.NOT_FOUND_404, "There is no such webhook of yours."),
    DELIVERY_NOT_FOUND(Status.NOT_FOUND_404, "This webhook has no such delivery."),
    SUBSCRIPTION_NOT_FOUND(Status.NOT_FOUND_404, "There is no such push subscription of yours."),
    TOO_MANY_WEBHOOKS(Status.CONFLICT_409, "You have as many webhooks as one member may; delete one first."),
    TOO_MANY_SUBSCRIPTIONS(
            Status.CONFLICT_409, "You have as many push subscriptions as one member may; delete one first."),
    WEBHOOK_TOO_OFTEN(Status.TOO_MANY_REQUESTS_429, "This webhook was called often enough by hand; wait a minute."),
    DELIVERY_UNDER_WAY(Status.CONFLICT_409, "This delivery is still being tried."),
    TOO_MANY_STREAMS(Status.TOO_MANY_REQUESTS_429, "You have as many streams open as one member may; close one first."),
    STREAMS_FULL(Status.SERVICE_UNAVAILABLE_503, "No more streams can be opened here now; try again shortly."),
    UNSUBSCRIBE_WRONG(Status.NOT_FOUND_404, "This link is not one of ours, or it was cut off.");

    private final Status status;
    private final String sentence;

    NotifyError(Status status, String sentence) {
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
