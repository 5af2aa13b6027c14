package dev.matinee.notify;

import dev.matinee.events.AlbumChanged;
import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.ChannelChanged;
import dev.matinee.events.Event;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.kafka.EventHandler;
import dev.matinee.notify.ContentStore.Content;
import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of content: its followers are told when they can see it first, its owner how its making ended. */
final class ContentHandlers {
    private static final Set<Kind> TO_FOLLOWERS = EnumSet.of(Kind.NEW_VIDEO, Kind.NEW_ALBUM);

    private final Telling telling;
    private final HappeningStore happenings;

    ContentHandlers(Telling telling, HappeningStore happenings) {
        this.telling = telling;
        this.happenings = happenings;
    }

    Runnable channel(DbTransaction transaction, Event event, ChannelChanged channel) {
        ContentStore.channel(transaction, channel);
        return EventHandler.DONE;
    }

    Runnable video(DbTransaction transaction, Event event, VideoChanged video) {
        changed(
                transaction,
                event,
                new Content(
                        UUID.fromString(video.contentId()),
                        "video",
                        UUID.fromString(video.channelId()),
                        video.owner(),
                        video.title(),
                        video.state(),
                        forFollowers(video.state(), video.visibility(), video.publishedAt()),
                        forOthers(video.state(), video.visibility(), video.publishedAt()),
                        false,
                        video.revision()));
        return EventHandler.DONE;
    }

    Runnable album(DbTransaction transaction, Event event, AlbumChanged album) {
        changed(
                transaction,
                event,
                new Content(
                        UUID.fromString(album.contentId()),
                        "album",
                        UUID.fromString(album.channelId()),
                        album.owner(),
                        album.title(),
                        album.state(),
                        forFollowers(album.state(), album.visibility(), album.publishedAt()),
                        forOthers(album.state(), album.visibility(), album.publishedAt()),
                        false,
                        album.revision()));
        return EventHandler.DONE;
    }

    Runnable videoDeleted(DbTransaction transaction, Event event, VideoDeleted video) {
        return deleted(transaction, video.contentId());
    }

    Runnable albumDeleted(DbTransaction transaction, Event event, AlbumDeleted album) {
        return deleted(transaction, album.contentId());
    }

    Runnable mediaFailed(DbTransaction transaction, Event event, MediaFailed failed) {
        ContentStore.failed(transaction, UUID.fromString(failed.contentId()), failed.detail(), event.time());
        return EventHandler.DONE;
    }

    Runnable photoFailed(DbTransaction transaction, Event event, PhotoFailed failed) {
        ContentStore.failed(transaction, UUID.fromString(failed.contentId()), failed.detail(), event.time());
        return EventHandler.DONE;
    }

    private static boolean forFollowers(String state, String visibility, @Nullable Instant publishedAt) {
        return state.equals("ready")
                && publishedAt != null
                && (visibility.equals("public") || visibility.equals("followers"));
    }

    private static boolean forOthers(String state, String visibility, @Nullable Instant publishedAt) {
        return forFollowers(state, visibility, publishedAt) || (state.equals("ready") && visibility.equals("unlisted"));
    }

    private void changed(DbTransaction transaction, Event event, Content now) {
        Optional<Content> before = ContentStore.lock(transaction, now.id());
        if (before.isPresent() && before.get().revision() >= now.revision()) {
            return;
        }
        boolean announced = before.map(Content::announced).orElse(false);
        String stateBefore = before.map(Content::state).orElse("");
        ContentStore.put(
                transaction,
                new Content(
                        now.id(),
                        now.kind(),
                        now.channelId(),
                        now.owner(),
                        now.title(),
                        now.state(),
                        now.published(),
                        now.visible(),
                        announced || now.published(),
                        now.revision()));
        Facts facts = facts(transaction, now);
        if (now.published() && !announced) {
            happenings.add(
                    transaction,
                    new Happening(
                            event.id(),
                            now.kind().equals("album") ? Kind.NEW_ALBUM : Kind.NEW_VIDEO,
                            Happening.Audience.FOLLOWERS,
                            now.id().toString(),
                            now.channelId(),
                            facts,
                            event.time(),
                            null,
                            0));
        }
        if (before.map(Content::published).orElse(false) && !now.published()) {
            Telling.withdraw(transaction, now.id().toString(), TO_FOLLOWERS);
        }
        if (!happenings.isStale(event.time()) && !stateBefore.equals(now.state())) {
            ended(transaction, event, now, facts);
        }
    }

    /** An album's photos are soon made; only that one could not be is worth telling. */
    private void ended(DbTransaction transaction, Event event, Content now, Facts facts) {
        boolean ready = now.state().equals("ready") && now.kind().equals("video");
        if (ready || now.state().equals("failed")) {
            telling.tell(
                    transaction,
                    event.id(),
                    ready ? Kind.READY : Kind.FAILED,
                    now.id().toString(),
                    ready
                            ? facts
                            : facts.saying(
                                    now.title(),
                                    ContentStore.failure(transaction, now.id()).orElse(null)),
                    List.of(now.owner()));
        }
    }

    private static Facts facts(DbTransaction transaction, Content content) {
        Optional<ContentStore.Channel> channel = ContentStore.channel(transaction, content.channelId());
        return Facts.none()
                .content(content.kind(), content.id().toString(), content.title())
                .channel(
                        content.channelId().toString(),
                        channel.map(ContentStore.Channel::handle).orElse(null),
                        channel.map(ContentStore.Channel::name).orElse(null));
    }

    private static Runnable deleted(DbTransaction transaction, String id) {
        Telling.withdraw(transaction, id, EnumSet.allOf(Kind.class));
        transaction.delete(
                "DELETE FROM notification WHERE facts ->> 'content_id' = ? AND kind IN ('comment', 'reply')", id);
        ContentStore.delete(transaction, UUID.fromString(id));
        return EventHandler.DONE;
    }
}
