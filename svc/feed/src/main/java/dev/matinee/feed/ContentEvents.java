package dev.matinee.feed;

import dev.matinee.events.AlbumChanged;
import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.ChannelChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import dev.matinee.kit.sql.SqlStates;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Follows what happens to content. Events are only hints: what is kept is catalog's current state of what they are about,
 * so neither their order nor their repetition matters. What hides something acts by the event alone, and at once.
 */
final class ContentEvents {
    static final Set<EventType> CONTENT = EnumSet.of(
            EventType.CHANNEL_CREATED,
            EventType.CHANNEL_UPDATED,
            EventType.VIDEO_PUBLISHED,
            EventType.VIDEO_UPDATED,
            EventType.VIDEO_UNPUBLISHED,
            EventType.VIDEO_DELETED,
            EventType.ALBUM_PUBLISHED,
            EventType.ALBUM_UPDATED,
            EventType.ALBUM_UNPUBLISHED,
            EventType.ALBUM_DELETED);
    static final Set<EventType> VISIBILITY = EnumSet.of(
            EventType.VIDEO_UPDATED,
            EventType.VIDEO_UNPUBLISHED,
            EventType.VIDEO_DELETED,
            EventType.ALBUM_UPDATED,
            EventType.ALBUM_UNPUBLISHED,
            EventType.ALBUM_DELETED);

    private static final Set<String> FINDABLE = Set.of("public", "followers");

    private final CatalogClient catalog;
    private final CardStore cards;
    private final Derived derived;

    ContentEvents(CatalogClient catalog, CardStore cards, Derived derived) {
        this.catalog = catalog;
        this.cards = cards;
        this.derived = derived;
    }

    void content(List<Event> events) throws AwayException {
        Set<String> ids = new LinkedHashSet<>();
        events.forEach(event -> ids.add(event.data().aggregateId()));
        CatalogClient.States states = catalog.byIds(ids);
        waiting(() -> derived.tell(cards.apply(states.documents(), states.gone())));
    }

    void visibility(List<Event> events) throws AwayException {
        for (Event event : events) {
            waiting(() -> {
                switch (event.data()) {
                    case VideoChanged video ->
                        hide(
                                event,
                                video.contentId(),
                                video.channelId(),
                                video.visibility(),
                                video.state(),
                                video.revision());
                    case AlbumChanged album ->
                        hide(
                                event,
                                album.contentId(),
                                album.channelId(),
                                album.visibility(),
                                album.state(),
                                album.revision());
                    case VideoDeleted video ->
                        derived.tell(cards.hide(video.contentId(), null, video.revision(), true));
                    case AlbumDeleted album ->
                        derived.tell(cards.hide(album.contentId(), null, album.revision(), true));
                    case ChannelChanged channel -> throw new IllegalArgumentException("hides nothing: " + channel);
                    default -> throw new IllegalArgumentException("not about content: " + event.type());
                }
            });
        }
    }

    private void hide(Event event, String id, String channel, String visibility, String state, long revision) {
        boolean unpublished =
                event.type() == EventType.VIDEO_UNPUBLISHED || event.type() == EventType.ALBUM_UNPUBLISHED;
        if (unpublished || !FINDABLE.contains(visibility) || !state.equals("ready")) {
            derived.tell(cards.hide(id, channel, revision, false));
        }
    }

    /** PostgreSQL's absence is no fault of the event's: it is waited out. */
    static void waiting(Runnable work) throws AwayException {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (SqlStates.isTransient(e)) {
                throw new AwayException("postgresql", e);
            }
            throw e;
        }
    }
}
