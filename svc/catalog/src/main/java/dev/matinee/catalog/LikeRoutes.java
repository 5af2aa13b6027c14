package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.UUID;

/** {@code /videos/{id}/like} and {@code /me/likes}. */
final class LikeRoutes implements HttpService {
    private final LikeStore likes;
    private final ContentViews views;
    private final TokenVerifier tokens;

    LikeRoutes(LikeStore likes, ContentViews views, TokenVerifier tokens) {
        this.likes = likes;
        this.views = views;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        for (ContentKind kind : ContentKind.values()) {
            String path = "/" + kind.path() + "/{id}/like";
            rules.get(path, (request, response) -> read(kind, request, response))
                    .put(path, (request, response) -> like(kind, request, response))
                    .delete(path, (request, response) -> unlike(kind, request, response));
        }
        rules.get("/me/likes", this::list);
    }

    private void read(ContentKind kind, ServerRequest request, ServerResponse response) {
        send(response, likes.of(tokens.find(request), kind, id(kind, request)));
    }

    private void like(ContentKind kind, ServerRequest request, ServerResponse response) {
        send(response, likes.like(tokens.require(request), kind, id(kind, request)));
    }

    private void unlike(ContentKind kind, ServerRequest request, ServerResponse response) {
        send(response, likes.unlike(tokens.require(request), kind, id(kind, request)));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        Page<ContentViews.Entry> page = Page.of(
                likes.list(caller.subject(), IdCursor.of(request), limit + 1), limit, last -> IdCursor.of(last.row()));
        send(response, new Page<>(views.items(Optional.of(caller), page.data()), page.nextCursor()));
    }

    private static UUID id(ContentKind kind, ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), kind.notFound());
    }

    private static void send(ServerResponse response, Object body) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, body);
    }
}
