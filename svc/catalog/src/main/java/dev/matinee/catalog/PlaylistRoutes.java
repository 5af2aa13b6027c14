package dev.matinee.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /playlists}, {@code /me/playlists} and {@code /channels/{channel}/playlists}. */
final class PlaylistRoutes implements HttpService {
    private final PlaylistStore playlists;
    private final PlaylistItems items;
    private final ChannelStore channels;
    private final RelationQueries relations;
    private final ContentViews views;
    private final TokenVerifier tokens;
    private final IdempotentAnswers answers;
    private final Clock clock;

    PlaylistRoutes(
            PlaylistStore playlists,
            PlaylistItems items,
            ChannelStore channels,
            RelationQueries relations,
            ContentViews views,
            TokenVerifier tokens,
            IdempotentAnswers answers,
            Clock clock) {
        this.playlists = playlists;
        this.items = items;
        this.channels = channels;
        this.relations = relations;
        this.views = views;
        this.tokens = tokens;
        this.answers = answers;
        this.clock = clock;
    }

    /** @param position 0 for the first */
    record Place(@Nullable Integer position) {
        Place {
            if (position != null && position < 0) {
                throw Json.invalid("/position", "0 for the first, and so on");
            }
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/playlists", this::create)
                .get("/playlists/{id}", this::read)
                .patch("/playlists/{id}", this::update)
                .delete("/playlists/{id}", this::delete)
                .get("/playlists/{id}/items", this::listItems)
                .put("/playlists/{id}/items/{content}", this::putItem)
                .delete("/playlists/{id}/items/{content}", this::removeItem)
                .get("/me/playlists", this::listOwn)
                .get("/channels/{channel}/playlists", this::listPublic);
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        byte[] body = Json.bytes(request);
        PlaylistDetails details = Json.read(body, PlaylistDetails.class);
        answers.answer(
                request,
                response,
                caller.subject(),
                body,
                together -> created(playlists.create(
                        caller, details, (transaction, playlist) -> together.accept(transaction, created(playlist)))));
    }

    private static IdempotentAnswers.Answer created(Playlist playlist) {
        return new IdempotentAnswers.Answer(
                Status.CREATED_201.code(),
                "/api/catalog/v1/playlists/" + playlist.id(),
                ETags.of(playlist.revision()),
                new String(Json.write(playlist.view()), StandardCharsets.UTF_8));
    }

    private void read(ServerRequest request, ServerResponse response) {
        send(response, readable(tokens.find(request), id(request)));
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        JsonNode patch = Json.read(request, JsonNode.class);
        long revision = ETags.requireIfMatch(request);
        send(response, playlists.change(id(request), playlist -> {
            Rights.requireOwner(caller, playlist);
            if (playlist.revision() != revision) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
            return playlist.edited(
                    patched(playlist.details(), patch), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        }));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        playlists.delete(id(request), playlist -> {
            if (!Rights.moderates(Optional.of(caller))) {
                Rights.requireOwner(caller, playlist);
            }
        });
        response.status(Status.NO_CONTENT_204).send();
    }

    private void listItems(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        Playlist playlist = readable(caller, id(request));
        int limit = Page.limit(request);
        PlaylistItems.After after =
                request.query().first("cursor").map(PlaylistRoutes::after).orElse(null);
        Page<PlaylistItems.Item> page = Page.of(
                items.list(playlist.id(), after, limit + 1),
                limit,
                last -> Cursor.of(String.valueOf(last.rank()), last.id().toString()));
        List<ContentViews.Entry> entries = page.data().stream()
                .map(item -> new ContentViews.Entry(item.id(), item.kind(), item.id(), item.addedAt()))
                .toList();
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, new Page<>(views.items(caller, entries), page.nextCursor()));
    }

    private void putItem(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Place place = request.content().hasEntity() ? Json.read(request, Place.class) : new Place(null);
        send(
                response,
                items.put(
                        caller,
                        id(request),
                        content(request),
                        place.position(),
                        playlist -> Rights.requireOwner(caller, playlist)));
    }

    private void removeItem(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        send(response, items.remove(id(request), content(request), playlist -> Rights.requireOwner(caller, playlist)));
    }

    private void listOwn(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        send(response, playlists.listOwn(caller.subject(), IdCursor.of(request), limit + 1), limit);
    }

    private void listPublic(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        Channel channel = channels.get(request.path().pathParameters().get("channel"));
        int limit = Page.limit(request);
        boolean apart = relations.of(caller, channel.id()).apart();
        send(response, apart ? List.of() : playlists.listPublic(channel.id(), IdCursor.of(request), limit + 1), limit);
    }

    private Playlist readable(Optional<Caller> caller, UUID id) {
        return playlists
                .find(id)
                .filter(playlist -> Rights.mayRead(
                        caller,
                        playlist.owner(),
                        playlist.details().visibility() != Visibility.PRIVATE,
                        false,
                        relations.of(caller, playlist.channel().id())))
                .orElseThrow(() -> ProblemException.of(CatalogError.PLAYLIST_NOT_FOUND));
    }

    private static PlaylistDetails patched(PlaylistDetails details, JsonNode patch) {
        if (!patch.isObject()) {
            throw Json.invalid("", "a JSON object is needed");
        }
        JsonNode merged = MergePatch.apply(Json.mapper().valueToTree(details), patch);
        return Json.read(Json.write(merged), PlaylistDetails.class);
    }

    private static void send(ServerResponse response, Playlist playlist) {
        response.header(HeaderNames.CACHE_CONTROL, "private, no-cache");
        response.header(HeaderNames.ETAG, ETags.of(playlist.revision()));
        Json.send(response, playlist.view());
    }

    private static void send(ServerResponse response, List<Playlist> found, int limit) {
        Page<Playlist> page = Page.of(found, limit, last -> IdCursor.of(last.id()));
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, new Page<>(page.data().stream().map(Playlist::view).toList(), page.nextCursor()));
    }

    private static PlaylistItems.After after(String cursor) {
        List<String> parts = Cursor.parts(cursor, 2);
        if (!parts.getFirst().matches("-?[0-9]{1,18}")) {
            throw ProblemException.of(StandardError.INVALID_CURSOR);
        }
        return new PlaylistItems.After(
                Long.parseLong(parts.getFirst()), Ids.get(parts.getLast(), StandardError.INVALID_CURSOR));
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.PLAYLIST_NOT_FOUND);
    }

    private static UUID content(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("content"), CatalogError.VIDEO_NOT_FOUND);
    }
}
