package dev.matinee.notify;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /stream}: a member's notifications as they come (Server-Sent Events, WHATWG HTML 9.2). Helidon's own media support
 * for them is no part of what we have here; a few lines over an output stream do it. Each stream is a virtual thread.
 */
final class StreamRoutes implements HttpService {
    /** Who was away for more than this reads the list instead. */
    static final int MAX_MISSED = 200;

    private static final HeaderName LAST_EVENT_ID = HeaderNames.create("Last-Event-ID");
    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final int RETRY_MS = 3_000;

    private final InboxStore inbox;
    private final Streams streams;
    private final MemberWords words;
    private final TokenVerifier tokens;
    private final Clock clock;

    StreamRoutes(InboxStore inbox, Streams streams, MemberWords words, TokenVerifier tokens, Clock clock) {
        this.inbox = inbox;
        this.streams = streams;
        this.words = words;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @param unread how many unread ones there are, up to {@link InboxStore#MAX_UNREAD} */
    record Unread(int unread) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/stream", this::stream);
    }

    private void stream(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Optional<Long> last = lastEventId(request);
        try (Streams.Stream stream = streams.open(caller.subject())) {
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.header(HeaderNames.create("X-Accel-Buffering"), "no");
            try (OutputStream out = response.outputStream()) {
                long head = last.orElseGet(() -> inbox.head(caller.subject()));
                out.write(("retry: " + RETRY_MS + "\n\n").getBytes(StandardCharsets.UTF_8));
                event(out, "unread", head, new Unread(inbox.unread(caller.subject())));
                run(stream, caller, out, news(caller, out, head));
            }
        } catch (IOException | UncheckedIOException e) {
            // The client went away, which is how every stream ends.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Streams.Stream stream, Caller caller, OutputStream out, long begin)
            throws IOException, InterruptedException {
        long head = begin;
        boolean behind = false;
        // A token that has ended opens nothing any more: the client comes again with a new one.
        while (!stream.isEnding() && clock.instant().isBefore(caller.expiresAt())) {
            behind |= stream.await();
            if (behind) {
                try {
                    head = news(caller, out, head);
                    event(out, "unread", head, new Unread(inbox.unread(caller.subject())));
                    behind = false;
                    continue;
                } catch (RuntimeException e) {
                    // The database is away: the stream stays, and asks again with the next heartbeat.
                    if (!SqlStates.isTransient(e)) {
                        throw e;
                    }
                }
            }
            out.write(HEARTBEAT);
            out.flush();
        }
    }

    /** Sends what came behind {@code head}; returns the new head. */
    private long news(Caller caller, OutputStream out, long head) throws IOException {
        List<Notification> missed = inbox.since(caller.subject(), head, MAX_MISSED + 1);
        if (missed.size() > MAX_MISSED) {
            long now = inbox.head(caller.subject());
            event(out, "reload", now, new Unread(inbox.unread(caller.subject())));
            return now;
        }
        Wording wording = words.of(caller.subject());
        for (Notification it : missed) {
            event(out, "notification", it.seq(), NotificationView.of(it, wording));
        }
        return missed.isEmpty() ? head : missed.getLast().seq();
    }

    /** In one write, as nothing behind gathers them. */
    private static void event(OutputStream out, String name, long id, Object data) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        // JSON has no line break that is not escaped, so one data line holds it.
        whole.writeBytes(("event: " + name + "\nid: " + id + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(Json.write(data));
        whole.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        out.write(whole.toByteArray());
        out.flush();
    }

    private static Optional<Long> lastEventId(ServerRequest request) {
        return request.headers().first(LAST_EVENT_ID).map(text -> {
            if (!text.matches("[0-9]{1,18}")) {
                throw ProblemException.of(
                        StandardError.BAD_REQUEST,
                        List.of(new FieldError("Last-Event-ID", "the id of an event of this stream")));
            }
            return Long.parseLong(text);
        });
    }
}
