package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Albums as callers see them: what the routes of albums and of their photos share. */
record AlbumPosts(
        AlbumQueries queries,
        AlbumStore store,
        RelationQueries relations,
        MediaPaths paths,
        Duration uploadLimit,
        Clock clock) {

    ShownAlbum readable(Optional<Caller> caller, UUID id) {
        ShownAlbum shown = find(id);
        Album album = shown.album();
        Relation relation = Rights.seesAll(caller, album) ? Relation.NONE : relations.of(caller, album.channelId());
        Rights.requireRead(caller, album, relation, clock.instant());
        return shown;
    }

    Page<AlbumView> list(AlbumQueries.Wanted wanted, Optional<VideoQueries.After> after, int limit) {
        List<ShownAlbum> found = queries.listFor(wanted, after.orElse(null), now(), limit + 1);
        Page<ShownAlbum> page = Page.of(found, limit, last -> PublicCursor.of(last.album()));
        return new Page<>(
                page.data().stream()
                        .map(shown -> AlbumView.forViewers(shown, paths))
                        .toList(),
                page.nextCursor());
    }

    Page<AlbumView> listOwn(Caller caller, @Nullable UUID after, int limit) {
        List<ShownAlbum> found = queries.listOwn(caller.subject(), after, limit + 1);
        Page<ShownAlbum> page =
                Page.of(found, limit, last -> IdCursor.of(last.album().id()));
        return new Page<>(
                page.data().stream()
                        .map(shown -> AlbumView.forOwner(shown, paths))
                        .toList(),
                page.nextCursor());
    }

    AlbumView view(Optional<Caller> caller, ShownAlbum shown) {
        return Rights.seesAll(caller, shown.album())
                ? AlbumView.forOwner(shown, paths)
                : AlbumView.forViewers(shown, paths);
    }

    /** Answers with the album as it is now. */
    void send(ServerResponse response, Caller caller, UUID id) {
        ShownAlbum shown = find(id);
        response.header(HeaderNames.CACHE_CONTROL, "private, no-cache");
        response.header(HeaderNames.ETAG, ETags.of(shown.album().revision()));
        Json.send(response, view(Optional.of(caller), shown));
    }

    /** Until when an album or a photo waits for its file. */
    Instant waitsUntil(Instant now) {
        return now.plus(uploadLimit);
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private ShownAlbum find(UUID id) {
        return queries.find(id).orElseThrow(() -> ProblemException.of(CatalogError.ALBUM_NOT_FOUND));
    }
}
