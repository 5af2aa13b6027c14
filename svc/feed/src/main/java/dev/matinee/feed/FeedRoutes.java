package dev.matinee.feed;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code /api/feed/v1}. */
final class FeedRoutes implements HttpService {
    static final int MAX_SEEN = 100;

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Feeds feeds;
    private final Seen seen;
    private final TokenVerifier tokens;

    FeedRoutes(Feeds feeds, Seen seen, TokenVerifier tokens) {
        this.feeds = feeds;
        this.seen = seen;
        this.tokens = tokens;
    }

    /** @param ids of what was on the screen, at most {@link #MAX_SEEN} */
    record SeenIds(List<@Nullable String> ids) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/home", this::home)
                .get("/following", this::following)
                .get("/trending", this::trending)
                .get("/related/{id}", this::related)
                .post("/seen", this::seen);
    }

    private void home(ServerRequest request, ServerResponse response) {
        String user = tokens.require(request).subject();
        int limit = Page.limit(request);
        Optional<String> cursor = cursor(request);
        send(
                response,
                switch (ranker(request)) {
                    case HOME -> feeds.home(user, cursor, limit);
                    case FOLLOWING -> feeds.following(user, cursor, limit);
                    case TRENDING -> feeds.trending(Optional.of(user), cursor, limit);
                    case RELATED -> feeds.relatedToWatched(user, cursor, limit);
                });
    }

    private void following(ServerRequest request, ServerResponse response) {
        String user = tokens.require(request).subject();
        send(response, feeds.following(user, cursor(request), Page.limit(request)));
    }

    private void trending(ServerRequest request, ServerResponse response) {
        Optional<String> user = tokens.find(request).map(Caller::subject);
        send(response, feeds.trending(user, cursor(request), Page.limit(request)));
    }

    private void related(ServerRequest request, ServerResponse response) {
        Optional<String> user = tokens.find(request).map(Caller::subject);
        String id = request.path().pathParameters().get("id");
        if (!UUID.matcher(id).matches()) {
            throw ProblemException.of(FeedError.CONTENT_NOT_FOUND);
        }
        send(response, feeds.related(id, user, cursor(request), Page.limit(request)));
    }

    private void seen(ServerRequest request, ServerResponse response) {
        String user = tokens.require(request).subject();
        SeenIds ids = Json.read(request, SeenIds.class);
        if (ids.ids() == null || ids.ids().isEmpty() || ids.ids().size() > MAX_SEEN) {
            throw Json.invalid("/ids", "a list of 1 to " + MAX_SEEN + " ids");
        }
        for (int i = 0; i < ids.ids().size(); i++) {
            if (!UUID.matcher(String.valueOf(ids.ids().get(i))).matches()) {
                throw Json.invalid("/ids/" + i, "a UUID in lower case");
            }
        }
        seen.saw(user, ids.ids().stream().map(String::valueOf).toList());
        response.status(Status.NO_CONTENT_204).send();
    }

    private static Ranking ranker(ServerRequest request) {
        return request.query()
                .first("ranker")
                .map(name -> Ranking.find(name)
                        .orElseThrow(() -> ProblemException.of(
                                StandardError.INVALID_PARAMETER,
                                List.of(new FieldError("?ranker", "home, following, trending or related")))))
                .orElse(Ranking.HOME);
    }

    private static Optional<String> cursor(ServerRequest request) {
        return request.query().first("cursor").asOptional();
    }

    private static void send(ServerResponse response, Found found) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(found.json());
    }
}
