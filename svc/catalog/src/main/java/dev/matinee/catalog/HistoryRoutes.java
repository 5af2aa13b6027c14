package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /me/history}. */
final class HistoryRoutes implements HttpService {
    private final HistoryStore history;
    private final ContentViews views;
    private final TokenVerifier tokens;

    HistoryRoutes(HistoryStore history, ContentViews views, TokenVerifier tokens) {
        this.history = history;
        this.views = views;
        this.tokens = tokens;
    }

    record Position(long positionMs) {
        Position {
            if (positionMs < 0) {
                throw Json.invalid("/position_ms", "milliseconds from the start");
            }
        }
    }

    /** @param video absent when it is gone, or not for the caller to see any more */
    record Watched(
            ContentKind kind,
            UUID id,
            Instant at,
            long positionMs,
            long durationMs,
            boolean finished,
            @Nullable VideoView video) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/me/history", this::list)
                .put("/me/history/{id}", this::watched)
                .delete("/me/history/{id}", this::forget)
                .delete("/me/history", this::forgetAll);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        Page<HistoryStore.Watch> page = Page.of(
                history.list(caller.subject(), IdCursor.of(request), limit + 1),
                limit,
                last -> IdCursor.of(last.row()));
        Map<UUID, VideoView> videos = views.of(
                Optional.of(caller),
                page.data().stream().map(HistoryStore.Watch::id).toList());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(
                response,
                new Page<>(
                        page.data().stream()
                                .map(watch -> new Watched(
                                        watch.kind(),
                                        watch.id(),
                                        watch.at(),
                                        watch.positionMs(),
                                        watch.durationMs(),
                                        watch.finished(),
                                        videos.get(watch.id())))
                                .toList(),
                        page.nextCursor()));
    }

    private void watched(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        history.watched(caller, id(request), Json.read(request, Position.class).positionMs());
        response.status(Status.NO_CONTENT_204).send();
    }

    private void forget(ServerRequest request, ServerResponse response) {
        history.forget(tokens.require(request).subject(), id(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void forgetAll(ServerRequest request, ServerResponse response) {
        history.forgetAll(tokens.require(request).subject());
        response.status(Status.NO_CONTENT_204).send();
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.VIDEO_NOT_FOUND);
    }
}
