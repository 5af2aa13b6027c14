package dev.matinee.analytics;

import dev.matinee.kit.http.ErrorCode;
import io.helidon.http.Status;

/** The failures only this service has. */
enum AnalyticsError implements ErrorCode {
    VIDEO_NOT_FOUND(Status.NOT_FOUND_404, "There is no such video, or it is not yours."),
    METRIC_NOT_FOUND(Status.NOT_FOUND_404, "There is no such metric; /metrics names them."),
    REPORT_NOT_FOUND(Status.NOT_FOUND_404, "There is no such report; /reports names them."),
    NOT_YOURS(
            Status.FORBIDDEN_403,
            "Ask about a channel or a video of yours: metrics by filters=channel:… or filters=video:…, reports by channel=… or"
                    + " video=…; operators ask about all."),
    TOO_MUCH_ASKED(
            Status.SERVICE_UNAVAILABLE_503,
            "The warehouse has no answer to that in the time and memory it is given; ask about fewer days, or later."),
    CHANNEL_NOT_YOURS(
            Status.FORBIDDEN_403,
            "What all of the platform does is for operators; ask about a channel of yours: ?channel=…"),
    TOO_MANY_STREAMS(Status.TOO_MANY_REQUESTS_429, "You have as many streams open as one member may; close one first."),
    STREAMS_FULL(Status.SERVICE_UNAVAILABLE_503, "No more streams can be opened here now; try again shortly."),
    NOTHING_TAKEN(Status.BAD_REQUEST_400, "None of the events can be taken; see errors for each."),
    COLLECTOR_FULL(
            Status.SERVICE_UNAVAILABLE_503,
            "More events wait than can be taken just now; send the same again with the same ids.");

    private final Status status;
    private final String sentence;

    AnalyticsError(Status status, String sentence) {
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
