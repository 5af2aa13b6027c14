package dev.matinee.catalog;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.kafka.BatchHandler;
import dev.matinee.kit.kafka.EventBatches;
import dev.matinee.kit.kafka.KafkaSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Takes back copies by the events of changes. Whoever changes a video says so at once; but a process that dies between its
 * commit and that word has left nothing but the event.
 */
final class CopyEvents {
    static final String GROUP = "catalog-copies";
    private static final Set<EventType> TYPES = EnumSet.of(
            EventType.VIDEO_UPDATED, EventType.VIDEO_PUBLISHED, EventType.VIDEO_UNPUBLISHED, EventType.VIDEO_DELETED);

    private final VideoCache cache;

    CopyEvents(VideoCache cache) {
        this.cache = cache;
    }

    EventBatches consume(KafkaSettings kafka) {
        return EventBatches.start(kafka, GROUP, TYPES, this::handle);
    }

    private void handle(List<Event> events) throws BatchHandler.AwayException {
        for (Event event : events) {
            boolean told = switch (event.data()) {
                case VideoChanged changed -> heard(changed.contentId(), changed.revision());
                case VideoDeleted deleted -> heard(deleted.contentId(), deleted.revision());
                default -> true;
            };
            if (!told) {
                throw new BatchHandler.AwayException("redis", new IllegalStateException("copies cannot be taken back"));
            }
        }
    }

    private boolean heard(String contentId, long revision) {
        return Ids.find(contentId).map(id -> cache.heard(id, revision)).orElse(true);
    }
}
