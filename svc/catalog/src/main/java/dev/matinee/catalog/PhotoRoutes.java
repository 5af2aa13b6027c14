package dev.matinee.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /albums/{id}/photos}: only for the album's owner. Viewers read photos with their album. */
final class PhotoRoutes implements HttpService {
    private final AlbumPosts posts;
    private final TokenVerifier tokens;
    private final IdempotentAnswers answers;

    PhotoRoutes(AlbumPosts posts, TokenVerifier tokens, IdempotentAnswers answers) {
        this.posts = posts;
        this.tokens = tokens;
        this.answers = answers;
    }

    /**
     * A photo's words and place.
     *
     * @param position from 0; behind the last one when absent or greater
     */
    record PhotoDetails(@Nullable String altText, @Nullable Integer position) {
        PhotoDetails {
            Texts texts = new Texts();
            altText = texts.optionalLines("/alt_text", altText, Photo.MAX_ALT_TEXT);
            if (position != null && (position < 0 || position >= Album.MAX_PHOTOS)) {
                texts.refuse("/position", "a whole number from 0 to " + (Album.MAX_PHOTOS - 1));
            }
            texts.throwIfAny();
        }

        int place() {
            return Objects.requireNonNullElse(position, Album.MAX_PHOTOS);
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/albums/{id}/photos", this::create)
                .patch("/albums/{id}/photos/{photo}", this::update)
                .delete("/albums/{id}/photos/{photo}", this::delete);
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = AlbumRoutes.id(request);
        byte[] body = Json.bytes(request);
        PhotoDetails details = Json.read(body, PhotoDetails.class);
        answers.answer(request, response, caller.subject(), body, together -> {
            Instant now = posts.now();
            Photo photo = Photo.created(Uuid7.at(now), details.altText(), now, posts.waitsUntil(now));
            String path = "/api/catalog/v1/albums/" + id + "/photos/" + photo.id();
            var made = new Object() {
                IdempotentAnswers.@Nullable Answer answer;
            };
            posts.store()
                    .change(
                            id,
                            album -> {
                                Rights.requireOwner(caller, album, now);
                                if (album.isFull()) {
                                    throw ProblemException.of(CatalogError.ALBUM_FULL);
                                }
                                Album after = album.with(photo, details.place(), now);
                                AlbumView.PhotoView view = AlbumView.PhotoView.of(after, photo, posts.paths());
                                made.answer = new IdempotentAnswers.Answer(
                                        Status.CREATED_201.code(),
                                        path,
                                        ETags.of(after.revision()),
                                        new String(Json.write(view), StandardCharsets.UTF_8));
                                return after;
                            },
                            transaction -> together.accept(transaction, Objects.requireNonNull(made.answer)));
            return Objects.requireNonNull(made.answer);
        });
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = AlbumRoutes.id(request);
        UUID photoId = photoId(request);
        JsonNode patch = Json.read(request, JsonNode.class);
        long revision = ETags.requireIfMatch(request);
        Instant now = posts.now();
        posts.store().change(id, album -> {
            Photo photo = require(caller, album, photoId, now);
            requireRevision(album, revision);
            int place = album.photos().indexOf(photo);
            PhotoDetails details =
                    MergePatch.apply(new PhotoDetails(photo.altText(), place), patch, PhotoDetails.class);
            return album.changed(photoId, found -> found.described(details.altText()), now)
                    .moved(photoId, details.place(), now);
        });
        posts.send(response, caller, id);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID photoId = photoId(request);
        Instant now = posts.now();
        posts.store().change(AlbumRoutes.id(request), album -> {
            require(caller, album, photoId, now);
            return album.without(photoId, now, posts.waitsUntil(now));
        });
        response.status(Status.NO_CONTENT_204).send();
    }

    private static Photo require(Caller caller, Album album, UUID photoId, Instant now) {
        Rights.requireOwner(caller, album, now);
        return album.photo(photoId).orElseThrow(() -> ProblemException.of(CatalogError.PHOTO_NOT_FOUND));
    }

    private static void requireRevision(Album album, long revision) {
        if (album.revision() != revision) {
            throw ProblemException.of(StandardError.PRECONDITION_FAILED);
        }
    }

    private static UUID photoId(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("photo"), CatalogError.PHOTO_NOT_FOUND);
    }
}
