package dev.matinee.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code /albums} and {@code /me/albums}. */
final class AlbumRoutes implements HttpService {
    private final AlbumPosts posts;
    private final ChannelStore channels;
    private final TokenVerifier tokens;
    private final IdempotentAnswers answers;

    AlbumRoutes(AlbumPosts posts, ChannelStore channels, TokenVerifier tokens, IdempotentAnswers answers) {
        this.posts = posts;
        this.channels = channels;
        this.tokens = tokens;
        this.answers = answers;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/albums/{id}", this::read)
                .head("/albums/{id}", this::read)
                .get("/albums", this::list)
                .get("/me/albums", this::listOwn)
                .post("/albums", this::create)
                .patch("/albums/{id}", this::update)
                .delete("/albums/{id}", this::delete);
    }

    private void read(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        ShownAlbum shown = posts.readable(caller, id(request));
        String tag = ETags.of(shown.album().revision());
        response.header(HeaderNames.CACHE_CONTROL, caller.isPresent() ? "private, no-cache" : "no-cache");
        response.header(HeaderNames.VARY, "Authorization").header(HeaderNames.ETAG, tag);
        // Signed addresses end, so what has them is given anew.
        if (shown.album().published() && ETags.alreadyHeld(request, tag)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        if (request.prologue().method().equals(Method.HEAD)) {
            response.send();
        } else {
            response.send(Json.write(posts.view(caller, shown)));
        }
    }

    private void list(ServerRequest request, ServerResponse response) {
        int limit = Page.limit(request);
        Optional<Caller> caller = tokens.find(request);
        AlbumQueries.Wanted wanted = new AlbumQueries.Wanted(
                query(request, "channel")
                        .map(text -> Ids.get(text, CatalogError.CHANNEL_NOT_FOUND))
                        .orElse(null),
                query(request, "tag").map(tag -> tag.toLowerCase(Locale.ROOT)).orElse(null),
                caller.map(Caller::subject).orElse(null));
        response.header(HeaderNames.CACHE_CONTROL, caller.isPresent() ? "private, no-cache" : "no-cache");
        response.header(HeaderNames.VARY, "Authorization");
        Json.send(response, posts.list(wanted, query(request, "cursor").map(PublicCursor::parse), limit));
    }

    private void listOwn(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, posts.listOwn(caller, IdCursor.of(request), Page.limit(request)));
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.CREATOR);
        byte[] body = Json.bytes(request);
        AlbumDetails details = Json.read(body, AlbumDetails.class);
        answers.answer(request, response, caller.subject(), body, together -> {
            ChannelName channel = channels.nameOfUser(caller.subject(), caller.name());
            Instant now = posts.now();
            Album album =
                    Album.created(Uuid7.at(now), channel.id(), caller.subject(), details, now, posts.waitsUntil(now));
            AlbumView view = posts.view(Optional.of(caller), new ShownAlbum(album, channel));
            IdempotentAnswers.Answer answer = new IdempotentAnswers.Answer(
                    Status.CREATED_201.code(),
                    "/api/catalog/v1/albums/" + album.id(),
                    ETags.of(album.revision()),
                    new String(Json.write(view), StandardCharsets.UTF_8));
            posts.store().create(album, transaction -> together.accept(transaction, answer));
            return answer;
        });
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = id(request);
        JsonNode patch = Json.read(request, JsonNode.class);
        long revision = ETags.requireIfMatch(request);
        Instant now = posts.now();
        posts.store().change(id, album -> {
            Rights.requireRead(Optional.of(caller), album, Relation.NONE, now);
            AlbumDetails details = MergePatch.apply(album.details(), patch, AlbumDetails.class);
            AlbumDetails shown = album.details().withVisibility(details.visibility());
            Rights.requireEdit(caller, album, details.visibility(), !details.equals(shown), now);
            if (album.revision() != revision) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
            if (details.equals(album.details())) {
                return album;
            }
            return Rights.owns(Optional.of(caller), album) ? album.edited(details, now) : album.moderated(details, now);
        });
        posts.send(response, caller, id);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Optional<Long> revision = request.headers().contains(HeaderNames.IF_MATCH)
                ? Optional.of(ETags.requireIfMatch(request))
                : Optional.empty();
        Instant now = posts.now();
        posts.store().delete(id(request), now, album -> {
            Rights.requireDelete(caller, album, now);
            if (revision.isPresent() && revision.get() != album.revision()) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
        });
        response.status(Status.NO_CONTENT_204).send();
    }

    static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.ALBUM_NOT_FOUND);
    }

    private static Optional<String> query(ServerRequest request, String name) {
        return request.query().first(name).asOptional().filter(text -> !text.isBlank());
    }
}
