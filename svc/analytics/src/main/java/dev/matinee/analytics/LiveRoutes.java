package dev.matinee.analytics;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /live}: what goes on at this moment, as Server-Sent Events (WHATWG HTML 9.2). Operators see all of it, a channel's
 * owner what is watched of the channel. Each stream is a virtual thread.
 */
final class LiveRoutes implements HttpService {
    static final int TOP = 10;

    private static final System.Logger LOG = System.getLogger(LiveRoutes.class.getName());
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final byte[] STILL_HERE = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEGIN = "retry: 3000\n\n".getBytes(StandardCharsets.UTF_8);

    private final LiveBoard board;
    private final MetricStore store;
    private final Owners owners;
    private final TokenVerifier tokens;
    private final Clock clock;

    LiveRoutes(LiveBoard board, MetricStore store, Owners owners, TokenVerifier tokens, Clock clock) {
        this.board = board;
        this.store = store;
        this.owners = owners;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * @param eventsPerSecond the mean of the last ten seconds; absent for a channel
     * @param viewers playback sessions of which something was heard within the window
     * @param about the numbers are estimates, made of one session in so many; 1 when they are not
     */
    record Live(Instant at, @Nullable Double eventsPerSecond, long viewers, int about, List<LiveNumbers.Watched> top) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/live", this::live);
    }

    private void live(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Optional<String> channel = request.query().first("channel").asOptional();
        if (!owners.mayAsk(caller, channel.orElse(null), null)) {
            throw ProblemException.of(AnalyticsError.CHANNEL_NOT_YOURS);
        }
        // While a 503 can still be said.
        Set<UUID> videos = channel.map(store::videosOf).orElse(Set.of());
        try (LiveBoard.Place place = board.open(caller.subject())) {
            response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
            response.header(HeaderNames.CACHE_CONTROL, "no-store");
            response.header(HeaderNames.create("X-Accel-Buffering"), "no");
            try (OutputStream out = response.outputStream()) {
                out.write(BEGIN);
                out.flush();
                run(place, caller.expiresAt(), channel, videos, out);
            }
        } catch (IOException | UncheckedIOException e) {
            // The client went away, which is how every stream ends.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param first the channel's videos, as they were just now */
    private void run(
            LiveBoard.Place place, Instant expiresAt, Optional<String> channel, Set<UUID> first, OutputStream out)
            throws IOException, InterruptedException {
        Set<UUID> videos = first;
        Instant known = clock.instant();
        // A token that has ended opens nothing any more: the client comes again with a new one.
        while (!place.isEnding() && clock.instant().isBefore(expiresAt)) {
            Optional<LiveBoard.Shown> shown = place.next(HEARTBEAT);
            if (shown.isEmpty()) {
                out.write(STILL_HERE);
                out.flush();
                continue;
            }
            LiveNumbers.View view = shown.get().view();
            if (channel.isPresent() && known.isBefore(view.at().minus(FRESH))) {
                videos = videos(channel.get(), videos);
                known = view.at();
            }
            Live live = channel.isEmpty()
                    ? new Live(
                            view.at(),
                            view.eventsPerSecond(),
                            view.viewersOf(video -> true),
                            view.weight(),
                            view.top(TOP, video -> true))
                    : new Live(
                            view.at(),
                            null,
                            view.viewersOf(videos::contains),
                            view.weight(),
                            view.top(TOP, videos::contains));
            event(out, shown.get().number(), live);
        }
    }

    /** Those of a minute ago when the warehouse has no answer now: they are nearly always the same. */
    private Set<UUID> videos(String channel, Set<UUID> before) {
        try {
            return store.videosOf(channel);
        } catch (ProblemException | Engine.EngineException e) {
            LOG.log(Level.WARNING, "the videos of a channel stay as they were: {0}", e.getMessage());
            return before;
        }
    }

    /** In one write, as nothing behind gathers them. */
    private static void event(OutputStream out, long id, Live live) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(("event: live\nid: " + id + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(Json.write(live));
        whole.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        out.write(whole.toByteArray());
        out.flush();
    }
}
