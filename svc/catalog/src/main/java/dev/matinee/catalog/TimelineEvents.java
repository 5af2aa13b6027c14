package dev.matinee.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaybackReported;
import dev.matinee.kit.kafka.BatchHandler;
import dev.matinee.kit.kafka.EventBatches;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.sql.SqlStates;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;

/**
 * When each video was first seen, by what players report. There are many reports and one of them counts, so those of videos that
 * somebody saw already cost nothing.
 */
final class TimelineEvents {
    static final String GROUP = "catalog-timeline";
    private static final int REMEMBERED = 20_000;

    private final TimelineStore timeline;
    private final Cache<UUID, Boolean> seen =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    TimelineEvents(TimelineStore timeline) {
        this.timeline = timeline;
    }

    EventBatches consume(KafkaSettings kafka) {
        return EventBatches.start(kafka, GROUP, EnumSet.of(EventType.PLAYBACK_REPORTED), this::handle);
    }

    private void handle(List<Event> events) throws BatchHandler.AwayException {
        for (Event event : events) {
            // The first picture; before that somebody only wants to see one.
            if (event.data() instanceof PlaybackReported report && report.kind().equals("playing")) {
                shown(event, report);
            }
        }
    }

    private void shown(Event event, PlaybackReported report) throws BatchHandler.AwayException {
        UUID video = Ids.find(report.contentId()).orElse(null);
        if (video == null || seen.getIfPresent(video) != null) {
            return;
        }
        try {
            timeline.shown(video, event.time());
        } catch (RuntimeException e) {
            if (SqlStates.isTransient(e)) {
                throw new BatchHandler.AwayException("postgresql", e);
            }
            throw e;
        }
        seen.put(video, true);
    }
}
