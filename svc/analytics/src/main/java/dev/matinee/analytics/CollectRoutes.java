package dev.matinee.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Event;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code POST /events}: what players and pages say, in batches. A page that is being left can only send plain text and wait for
 * no answer ({@code navigator.sendBeacon}), so both are taken, and one bad report does not cost the others.
 */
final class CollectRoutes implements HttpService {
    /** Browsers let a page send no more on its way out. */
    static final int MAX_BYTES = 64 * 1024;

    static final int MAX_EVENTS = 100;

    private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");

    private final Collector collector;
    private final Pseudonyms pseudonyms;
    private final TokenVerifier tokens;
    private final Duration late;
    private final Clock clock;
    private final PlaybackCounts counts = new PlaybackCounts();

    CollectRoutes(Collector collector, Pseudonyms pseudonyms, TokenVerifier tokens, Duration late, Clock clock) {
        this.collector = collector;
        this.pseudonyms = pseudonyms;
        this.tokens = tokens;
        this.late = late;
        this.clock = clock;
    }

    /** @param sentAt by the client's clock, which its other times are corrected by */
    record Batch(Instant sentAt, List<JsonNode> events) {}

    /** @param refused what was not taken, by place in the batch */
    record Taken(int taken, List<FieldError> refused) {}

    @Override
    public void routing(HttpRules rules) {
        rules.post("/events", this::collect);
    }

    private void collect(ServerRequest request, ServerResponse response) {
        Instant now = clock.instant();
        Sender sender = sender(request);
        Batch batch = Json.read(body(request), Batch.class);
        if (batch.sentAt() == null) {
            throw Json.invalid("/sent_at", "the time by the client's clock is needed");
        }
        if (batch.events() == null || batch.events().isEmpty() || batch.events().size() > MAX_EVENTS) {
            throw Json.invalid("/events", "a list of 1 to " + MAX_EVENTS + " events");
        }
        List<Event> events = new ArrayList<>();
        List<FieldError> refused = new ArrayList<>();
        for (int i = 0; i < batch.events().size(); i++) {
            try {
                Report report = Report.read(batch.events().get(i));
                events.add(event(report, sender, batch.sentAt(), now));
            } catch (RefusedReportException e) {
                refused.add(new FieldError("/events/" + i, String.valueOf(e.getMessage())));
            }
        }
        if (events.isEmpty()) {
            throw ProblemException.of(AnalyticsError.NOTHING_TAKEN, refused);
        }
        collector.collect(events);
        counts.count(events);
        response.status(Status.ACCEPTED_202);
        Json.send(response, new Taken(events.size(), refused));
    }

    /** How long ago it was is what both clocks agree on; a clock that is wrong by years does no harm. */
    private Event event(Report report, Sender sender, Instant sentAt, Instant now) throws RefusedReportException {
        Duration ago = Duration.between(report.time(), sentAt);
        if (ago.isNegative()) {
            ago = Duration.ZERO;
        }
        if (ago.compareTo(late) > 0) {
            throw new RefusedReportException("time is more than " + late.toHours() + " hours before sent_at");
        }
        return new Event(
                UUID.fromString(report.id()),
                report.eventType(),
                "/" + AnalyticsConfig.NAME,
                now.minus(ago),
                report.data(sender, now));
    }

    private Sender sender(ServerRequest request) {
        Optional<Caller> caller = tokens.find(request);
        String agent = request.headers().first(HeaderNames.USER_AGENT).orElse("");
        String viewer = caller.map(member -> pseudonyms.member(member.subject()))
                .orElseGet(() -> pseudonyms.visitor(address(request), agent));
        return new Sender(viewer, Browser.of(agent));
    }

    /** The gateway puts what it saw behind what a client may have claimed. */
    private static String address(ServerRequest request) {
        return request.headers()
                .first(FORWARDED_FOR)
                .map(all -> all.substring(all.lastIndexOf(',') + 1).strip())
                .orElseGet(() -> request.remotePeer().host());
    }

    private static byte[] body(ServerRequest request) {
        boolean known = request.headers()
                .contentType()
                .map(type -> type.text().startsWith("application/json")
                        || type.text().startsWith("text/plain"))
                .orElse(false);
        if (!known) {
            throw ProblemException.of(StandardError.UNSUPPORTED_MEDIA_TYPE, "Send application/json or text/plain.");
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw ProblemException.of(StandardError.BODY_TOO_LARGE);
            }
            return body;
        } catch (IOException e) {
            throw ProblemException.of(StandardError.BAD_REQUEST, e);
        }
    }
}
