package dev.matinee.search;

import dev.matinee.events.AlbumChanged;
import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.CommentChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.PlaylistChanged;
import dev.matinee.events.PlaylistDeleted;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows the events. They are only hints: what is written is always catalog's current state of what they are about, so
 * that neither their order nor their repetition matters, and a late one finds nothing left to do.
 */
final class Indexer {
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
            EventType.ALBUM_DELETED,
            EventType.PLAYLIST_CREATED,
            EventType.PLAYLIST_UPDATED,
            EventType.PLAYLIST_DELETED,
            EventType.CAPTIONS_CHANGED);
    static final Set<EventType> VISIBILITY = EnumSet.of(
            EventType.VIDEO_PUBLISHED,
            EventType.VIDEO_UNPUBLISHED,
            EventType.VIDEO_DELETED,
            EventType.ALBUM_PUBLISHED,
            EventType.ALBUM_UNPUBLISHED,
            EventType.ALBUM_DELETED,
            EventType.PLAYLIST_UPDATED,
            EventType.PLAYLIST_DELETED);
    /**
     * Watches are too many for what they tell; views come with their own counts. A comment that is shown again is told of as
     * updated, and counts one more.
     */
    static final Set<EventType> COUNTS = EnumSet.of(
            EventType.LIKE_CHANGED,
            EventType.COMMENT_CREATED,
            EventType.COMMENT_UPDATED,
            EventType.COMMENT_DELETED,
            EventType.FOLLOW_CHANGED);

    private static final int PAGE = 500;

    private final CatalogClient catalog;
    private final IndexWriter writer;
    private final Marks marks;
    private final Generation generation;

    Indexer(CatalogClient catalog, IndexWriter writer, Marks marks, Generation generation) {
        this.catalog = catalog;
        this.writer = writer;
        this.marks = marks;
        this.generation = generation;
    }

    /** Needs no index and no catalog, so nothing that is slow or away keeps what went private on show. */
    void visibility(List<Event> events) {
        boolean hidden = false;
        for (Event event : events) {
            switch (event.data()) {
                case VideoChanged video
                when event.type() == EventType.VIDEO_PUBLISHED -> marks.show(video.contentId(), video.revision());
                case AlbumChanged album
                when event.type() == EventType.ALBUM_PUBLISHED -> marks.show(album.contentId(), album.revision());
                case PlaylistChanged list
                when list.visibility().equals("public") -> marks.show(list.playlistId(), list.revision());
                case EventData data -> {
                    marks.hide(data.aggregateId(), revision(data));
                    hidden = true;
                }
            }
        }
        if (hidden) {
            generation.changed();
        }
    }

    void content(List<Event> events) throws AwayException {
        Set<String> ids = new LinkedHashSet<>();
        Set<String> channels = new LinkedHashSet<>();
        for (Event event : events) {
            ids.add(event.data().aggregateId());
            if (event.type() == EventType.CHANNEL_UPDATED) {
                channels.add(event.data().aggregateId());
            }
        }
        update(ids, true);
        for (String channel : channels) {
            renamed(channel);
        }
        generation.changed();
    }

    /** Counts move the ranking a little; nobody waits for that. */
    void counts(List<Event> events) throws AwayException {
        update(
                events.stream()
                        .map(event -> switch (event.data()) {
                            case LikeChanged like -> like.contentId();
                            case CommentChanged comment -> comment.contentId();
                            case FollowChanged follow -> follow.channelId();
                            case EventData other -> other.aggregateId();
                        })
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                false);
    }

    /** Brings the index to catalog's current state of these. */
    void update(Collection<String> ids, boolean soon) throws AwayException {
        List<String> left = new ArrayList<>(ids);
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(CatalogClient.MAX_IDS, left.size()));
            CatalogClient.States states = catalog.byIds(some);
            writer.write(states.documents(), states.gone(), soon);
            some.clear();
            if (soon) {
                states.gone().forEach(marks::indexed);
                states.documents().stream()
                        .filter(document -> !document.visible())
                        .forEach(document -> marks.indexed(document.id()));
            }
        }
    }

    /**
     * Whatever shows the channel's name, as catalog has it and not as the index does: a film of it that is just being
     * written under the old name is in none of the index's answers yet, and would keep it. This way its newer state is
     * there before or comes behind, and wins.
     */
    private void renamed(String channel) throws AwayException {
        String after = null;
        do {
            CatalogClient.Part part = catalog.ofChannel(channel, after, PAGE);
            writer.write(part.data(), List.of(), true);
            after = part.nextCursor();
        } while (after != null);
    }

    private static long revision(EventData data) {
        return switch (data) {
            case VideoChanged video -> video.revision();
            case VideoDeleted video -> video.revision();
            case AlbumChanged album -> album.revision();
            case AlbumDeleted album -> album.revision();
            case PlaylistChanged list -> list.revision();
            case PlaylistDeleted list -> list.revision();
            default -> throw new IllegalArgumentException(data.getClass() + " says nothing about visibility");
        };
    }
}
