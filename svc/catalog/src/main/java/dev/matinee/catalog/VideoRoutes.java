package dev.matinee.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.Role;
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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/catalog/v1/videos} and {@code /me/videos}. */
final class VideoRoutes implements HttpService {
    private static final Header JSON = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");
    /** To be asked again each time, which an ETag makes cheap: a video may become private at any moment. */
    private static final Header NO_CACHE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-cache");

    private static final Header PRIVATE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "private, no-cache");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Authorization");

    private final VideoQueries queries;
    private final VideoStore store;
    private final VideoCache cache;
    private final ChannelStore channels;
    private final RelationQueries relations;
    private final HistoryStore history;
    private final MediaPaths paths;
    private final TokenVerifier tokens;
    private final IdempotentAnswers answers;
    private final Duration uploadLimit;
    private final Clock clock;

    VideoRoutes(
            VideoQueries queries,
            VideoStore store,
            VideoCache cache,
            ChannelStore channels,
            RelationQueries relations,
            HistoryStore history,
            MediaPaths paths,
            TokenVerifier tokens,
            IdempotentAnswers answers,
            Duration uploadLimit,
            Clock clock) {
        this.queries = queries;
        this.store = store;
        this.cache = cache;
        this.channels = channels;
        this.relations = relations;
        this.history = history;
        this.paths = paths;
        this.tokens = tokens;
        this.answers = answers;
        this.uploadLimit = uploadLimit;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/videos/{id}", this::read)
                .head("/videos/{id}", this::read)
                .get("/videos", this::list)
                .get("/me/videos", this::listOwn)
                .post("/videos", this::create)
                .patch("/videos/{id}", this::update)
                .delete("/videos/{id}", this::delete)
                .post("/videos/{id}/retry", this::retry)
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
        if (request.headers().contains(HeaderNames.IF_NONE_MATCH) && ETags.alreadyHeld(request, copy.tag())) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        send(request, response.header(JSON), copy.body());
    }

    private void readAs(Caller caller, UUID id, ServerRequest request, ServerResponse response) {
        ShownVideo shown = find(id);
        Video video = shown.video();
        requireRead(Optional.of(caller), video);
        String tag = ETags.of(video.revision());
        response.header(PRIVATE).header(VARY).header(HeaderNames.ETAG, tag);
        // Progress does not make a revision, so while there is some the tag cannot say that nothing is new.
        if (!video.isBeingMade() && ETags.alreadyHeld(request, tag)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        send(request, response.header(JSON), Json.write(view(Optional.of(caller), shown)));
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
                query(request, "tag")
                        .map(tag -> tag.toLowerCase(java.util.Locale.ROOT))
                        .orElse(null),
                query(request, "category").orElse(null),
                tokens.find(request).map(Caller::subject).orElse(null));
        List<ShownVideo> found = queries.listFor(wanted, after, now(), limit + 1);
        Page<ShownVideo> page = Page.of(found, limit, last -> PublicCursor.of(last.video()));
        response.header(wanted.member() == null ? NO_CACHE : PRIVATE).header(VARY);
        Json.send(
                response,
                new Page<>(
                        page.data().stream()
                                .map(shown -> VideoView.forViewers(shown, paths))
                                .toList(),
                        page.nextCursor()));
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
        Json.send(
                response,
                new Page<>(
                        page.data().stream()
                                .map(shown -> VideoView.forOwner(shown, paths))
                                .toList(),
                        page.nextCursor()));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.CREATOR);
        byte[] body = Json.bytes(request);
        VideoDetails details = Json.read(body, VideoDetails.class);
        answers.answer(request, response, caller.subject(), body, together -> {
            ChannelName channel = channels.nameOfUser(caller.subject(), caller.name());
            Instant now = now();
            Video video =
                    Video.created(Uuid7.at(now), channel.id(), caller.subject(), details, now, now.plus(uploadLimit));
            IdempotentAnswers.Answer answer = new IdempotentAnswers.Answer(
                    Status.CREATED_201.code(),
                    "/api/catalog/v1/videos/" + video.id(),
                    ETags.of(video.revision()),
                    new String(
                            Json.write(VideoView.forOwner(new ShownVideo(video, channel, null), paths)),
                            StandardCharsets.UTF_8));
            store.create(video, transaction -> together.accept(transaction, answer));
            return answer;
        });
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = id(request);
        JsonNode patch = Json.read(request, JsonNode.class);
        long revision = ETags.requireIfMatch(request);
        Instant now = now();
        Video changed = store.change(id, video -> {
            Rights.requireRead(Optional.of(caller), video, Relation.NONE, now);
            VideoDetails details = MergePatch.apply(video.details(), patch, VideoDetails.class);
            VideoDetails shown = video.details().withVisibility(details.visibility());
            Rights.requireEdit(caller, video, details.visibility(), !details.equals(shown), now);
            if (video.revision() != revision) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
            if (details.equals(video.details())) {
                return video;
            }
            return Rights.owns(Optional.of(caller), video) ? video.edited(details, now) : video.moderated(details, now);
        });
        answer(caller, changed, response);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Optional<Long> revision = request.headers().contains(HeaderNames.IF_MATCH)
                ? Optional.of(ETags.requireIfMatch(request))
                : Optional.empty();
        Instant now = now();
        store.delete(id(request), now, video -> {
            Rights.requireDelete(caller, video, now);
            if (revision.isPresent() && revision.get() != video.revision()) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
        });
        response.status(Status.NO_CONTENT_204).send();
    }

    private void retry(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Instant now = now();
        Video changed = store.change(id(request), video -> {
            Rights.requireOwner(caller, video, now);
            Failure failure = video.failure();
            // What can be watched is not taken away for the sake of its larger sizes.
            if (video.state() != VideoState.FAILED || failure == null || !failure.retryable()) {
                throw ProblemException.of(CatalogError.NOT_RETRYABLE);
            }
            return video.reopened(now, now.plus(uploadLimit));
        });
        answer(caller, changed, response);
    }

    private void playback(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        Video video = find(id(request)).video();
        requireRead(caller, video);
        if (video.state() != VideoState.READY) {
            throw ProblemException.of(CatalogError.VIDEO_NOT_READY);
        }
        response.header(NO_STORE);
        Long resume = caller.flatMap(someone -> history.resume(someone.subject(), video.id()))
                .orElse(null);
        Json.send(response, paths.playback(video).from(resume));
    }

    private void answer(Caller caller, Video changed, ServerResponse response) {
        ShownVideo shown = find(changed.id());
        response.header(PRIVATE).header(HeaderNames.ETAG, ETags.of(shown.video().revision()));
        Json.send(response, view(Optional.of(caller), shown));
    }

    private VideoView view(Optional<Caller> caller, ShownVideo shown) {
        return Rights.seesAll(caller, shown.video())
                ? VideoView.forOwner(shown, paths)
                : VideoView.forViewers(shown, paths);
    }

    private void requireRead(Optional<Caller> caller, Video video) {
        Relation relation = Rights.seesAll(caller, video) ? Relation.NONE : relations.of(caller, video.channelId());
        Rights.requireRead(caller, video, relation, clock.instant());
    }

    private ShownVideo find(UUID id) {
        return queries.find(id).orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
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
