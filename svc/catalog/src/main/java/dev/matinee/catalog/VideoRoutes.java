package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads of {@code /api/catalog/v1/videos} and {@code /me/videos}; {@link VideoEditRoutes} has the changes. */
final class VideoRoutes implements HttpService {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    /** To be asked again each time, which an ETag makes cheap: a video may become private at any moment. */
    private static final Header NO_CACHE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    static final Header PRIVATE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Authorization");

    private final VideoQueries queries;
    private final VideoReads reads;
    private final VideoCache cache;
    private final HistoryStore history;
    private final TokenVerifier tokens;
    private final Clock clock;

    VideoRoutes(
            VideoQueries queries,
            VideoReads reads,
            VideoCache cache,
            HistoryStore history,
            TokenVerifier tokens,
            Clock clock) {
        this.queries = queries;
        this.reads = reads;
        this.cache = cache;
        this.history = history;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/videos/{id}", this::read)
                .head("/videos/{id}", this::read)
                .get("/videos", this::list)
                .get("/me/videos", this::listOwn)
                .get("/videos/{id}/playback", this::playback);
    }

    private void read(ServerRequest request, ServerResponse response) {
        UUID id = id(request);
        if (request.headers().contains(HeaderNames.AUTHORIZATION)) {
            readAs(tokens.require(request), id, request, response);
            return;
        }
        Copy copy = cache.find(id).orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
        response.header(NO_CACHE).header(VARY).header(HeaderNames.ETAG, copy.tag());
        if (copy.kind() == Copy.Kind.BODY
                && request.headers().contains(HeaderNames.IF_NONE_MATCH)
                && ETags.alreadyHeld(request, copy.tag())) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        send(request, response.header(JSON), copy.body());
    }

    private void readAs(Caller caller, UUID id, ServerRequest request, ServerResponse response) {
        ShownVideo shown = reads.find(id);
        Video video = shown.video();
        reads.requireRead(Optional.of(caller), video);
        String tag = ETags.of(video.revision());
        response.header(PRIVATE).header(VARY).header(HeaderNames.ETAG, tag);
        // Progress and the end of a signed path make no revision: with one of them the tag cannot say that nothing is
        // new.
        boolean sameBytes = !video.isBeingMade() && !reads.hasSignedPaths(video);
        if (sameBytes && ETags.alreadyHeld(request, tag)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        send(request, response.header(JSON), Json.write(reads.view(Optional.of(caller), shown)));
    }

    /** Helidon would send a body with HEAD too, and the client would take it for the next answer. */
    private static void send(ServerRequest request, ServerResponse response, byte[] body) {
        if (request.prologue().method().equals(Method.HEAD)) {
            response.send();
        } else {
            response.send(body);
        }
    }

    private void list(ServerRequest request, ServerResponse response) {
        int limit = Page.limit(request);
        UUID channel = query(request, "channel")
                .map(text -> Ids.get(text, CatalogError.CHANNEL_NOT_FOUND))
                .orElse(null);
        VideoQueries.After after =
                query(request, "cursor").map(PublicCursor::parse).orElse(null);
        VideoQueries.Wanted wanted = new VideoQueries.Wanted(
                channel,
                query(request, "tag").map(tag -> tag.toLowerCase(Locale.ROOT)).orElse(null),
                query(request, "category").orElse(null),
                tokens.find(request).map(Caller::subject).orElse(null));
        List<ShownVideo> found = queries.listFor(wanted, after, now(), limit + 1);
        Page<ShownVideo> page = Page.of(found, limit, last -> PublicCursor.of(last.video()));
        response.header(wanted.member() == null ? NO_CACHE : PRIVATE).header(VARY);
        Json.send(
                response, new Page<>(page.data().stream().map(reads::forViewers).toList(), page.nextCursor()));
    }

    private void listOwn(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        UUID after = query(request, "cursor")
                .map(cursor -> Ids.get(Cursor.parts(cursor, 1).getFirst(), StandardError.INVALID_CURSOR))
                .orElse(null);
        List<ShownVideo> found = queries.listOwn(caller.subject(), state(request), after, limit + 1);
        Page<ShownVideo> page =
                Page.of(found, limit, last -> Cursor.of(last.video().id().toString()));
        response.header(NO_STORE);
        Json.send(response, new Page<>(page.data().stream().map(reads::forOwner).toList(), page.nextCursor()));
    }

    private void playback(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        ShownVideo shown = reads.find(id(request));
        Video video = shown.video();
        reads.requireRead(caller, video);
        if (video.state() != VideoState.READY) {
            throw ProblemException.of(CatalogError.VIDEO_NOT_READY);
        }
        response.header(NO_STORE);
        Long resume = caller.flatMap(someone -> history.resume(someone.subject(), video.id()))
                .orElse(null);
        Json.send(response, reads.playback(shown).from(resume));
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.VIDEO_NOT_FOUND);
    }

    private static Optional<String> query(ServerRequest request, String name) {
        return request.query().first(name).asOptional().filter(text -> !text.isBlank());
    }

    private static @Nullable VideoState state(ServerRequest request) {
        return query(request, "state")
                .map(text -> {
                    try {
                        return VideoState.ofWireName(text);
                    } catch (IllegalArgumentException e) {
                        throw ProblemException.of(
                                StandardError.INVALID_PARAMETER,
                                List.of(new FieldError("?state", "uploading, processing, ready or failed")));
                    }
                })
                .orElse(null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
