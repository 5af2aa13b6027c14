package dev.matinee.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Documents as catalog says them; each change makes a new one. */
record Documents(CatalogDocument document) {
    static final CatalogDocument.Channel CHANNEL =
            new CatalogDocument.Channel("0198a000-0000-7000-8000-000000000001", "ada", "Ada Films", 1L);

    static Documents video(String title) {
        return new Documents(of("video", Uuid7.next().toString(), CHANNEL, title));
    }

    static Documents playlist(String title) {
        return new Documents(of("playlist", Uuid7.next().toString(), CHANNEL, title));
    }

    static Documents album(String title) {
        return new Documents(of("album", Uuid7.next().toString(), CHANNEL, title));
    }

    static Documents channel(String handle, String name) {
        String id = Uuid7.next().toString();
        return new Documents(of("channel", id, new CatalogDocument.Channel(id, handle, name, 1L), name));
    }

    static Documents channel(CatalogDocument.Channel channel, long revision) {
        return new Documents(of("channel", channel.id(), channel, channel.name())).at(revision);
    }

    String id() {
        return document.id();
    }

    Documents described(String description) {
        return with("description", description);
    }

    Documents titled(String title) {
        return with("title", title).next();
    }

    Documents tagged(String... tags) {
        return with("tags", List.of(tags));
    }

    Documents in(String language) {
        return with("language", language);
    }

    Documents of(CatalogDocument.Channel channel) {
        return with("channel", channel);
    }

    Documents lasting(long minutes) {
        return with("duration_ms", minutes * 60_000);
    }

    Documents daysOld(long days) {
        return with("published_at", document.createdAt().minus(days, ChronoUnit.DAYS));
    }

    Documents liked(long likes) {
        return with("likes", likes);
    }

    Documents commented(long comments) {
        return with("comments", comments);
    }

    Documents saying(CatalogDocument.Cue... cues) {
        return with("captions", List.of(cues));
    }

    /** The next revision, seen by everybody or not. */
    Documents visible(boolean visible) {
        return with("visible", visible).next();
    }

    Documents at(long revision) {
        return with("revision", revision);
    }

    private Documents next() {
        return at(document.revision() + 1);
    }

    private Documents with(String field, Object value) {
        ObjectNode changed = Json.mapper().valueToTree(document);
        changed.set(field, Json.mapper().valueToTree(value));
        try {
            return new Documents(Json.mapper().treeToValue(changed, CatalogDocument.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CatalogDocument of(String kind, String id, CatalogDocument.Channel channel, String title) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new CatalogDocument(
                kind, id, 1, true, channel, title, null, List.of(), null, null, null, null, now, now, 0, 0, 0, null,
                null, List.of(), List.of());
    }
}
