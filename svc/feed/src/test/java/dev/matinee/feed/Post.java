package dev.matinee.feed;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.Uuid7;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A video of a test and what catalog says of it. */
record Post(CatalogDocument document) {
    /** A channel of a test; its owner is named after it. */
    record Channel(String id, String name) {
        static Channel named(String name) {
            return new Channel(Uuid7.next().toString(), name);
        }

        String owner() {
            return "owner-of-" + id;
        }

        CatalogDocument document(long revision) {
            return new CatalogDocument(
                    "channel",
                    id,
                    revision,
                    true,
                    owner(),
                    of(),
                    name,
                    List.of(),
                    "public",
                    null,
                    null,
                    null,
                    Instant.now(),
                    null,
                    null);
        }

        CatalogDocument.Channel of() {
            return new CatalogDocument.Channel(id, "handle-" + id.substring(24), name, 1L);
        }
    }

    static Post in(Channel channel, String title) {
        return at(channel, title, Instant.now());
    }

    static Post at(Channel channel, String title, Instant publishedAt) {
        return new Post(new CatalogDocument(
                "video",
                Uuid7.next().toString(),
                1,
                true,
                channel.owner(),
                channel.of(),
                title,
                List.of(),
                "public",
                "ready",
                null,
                60_000L,
                publishedAt.truncatedTo(ChronoUnit.MILLIS),
                null,
                null));
    }

    String id() {
        return document.id();
    }

    String title() {
        return document.title();
    }

    Post with(String visibility) {
        return next(document.title(), visibility, document.publishedAt());
    }

    Post titled(String title) {
        return next(title, String.valueOf(document.visibility()), document.publishedAt());
    }

    private Post next(String title, String visibility, @Nullable Instant publishedAt) {
        return new Post(new CatalogDocument(
                "video",
                document.id(),
                document.revision() + 1,
                visibility.equals("public"),
                document.owner(),
                document.channel(),
                title,
                List.of(),
                visibility,
                "ready",
                null,
                60_000L,
                publishedAt,
                null,
                null));
    }

    Event published() {
        return event(EventType.VIDEO_PUBLISHED);
    }

    Event updated() {
        return event(EventType.VIDEO_UPDATED);
    }

    Event unpublished() {
        return event(EventType.VIDEO_UNPUBLISHED);
    }

    Event deleted() {
        return Event.now(
                EventType.VIDEO_DELETED,
                "catalog",
                Instant.now(),
                new VideoDeleted(id(), document.owner(), null, document.revision() + 1));
    }

    private Event event(EventType type) {
        return Event.now(
                type,
                "catalog",
                Instant.now(),
                new VideoChanged(
                        id(),
                        document.channel().id(),
                        document.owner(),
                        title(),
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        String.valueOf(document.visibility()),
                        "ready",
                        "v1",
                        60_000L,
                        document.revision(),
                        Instant.now(),
                        document.publishedAt()));
    }
}
