package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import org.jspecify.annotations.Nullable;

/** What the world is told about a change; exactly one of created, updated, published and unpublished. */
final class VideoEvents {
    private VideoEvents() {}

    static EventType typeOf(Video before, Video after) {
        if (before.published() == after.published()) {
            return EventType.VIDEO_UPDATED;
        }
        return after.published() ? EventType.VIDEO_PUBLISHED : EventType.VIDEO_UNPUBLISHED;
    }

    static VideoChanged changed(Video video) {
        VideoDetails details = video.details();
        @Nullable Media media = video.media();
        return new VideoChanged(
                video.id().toString(),
                video.channelId().toString(),
                video.owner(),
                details.title(),
                details.description(),
                details.tags(),
                details.category(),
                details.language(),
                details.licence(),
                details.visibility().wireName(),
                video.state().wireName(),
                media == null ? null : media.version(),
                media == null ? null : media.durationMs(),
                video.revision(),
                video.createdAt(),
                video.publishedAt());
    }

    static VideoDeleted deleted(Video video) {
        return new VideoDeleted(video.id().toString(), video.owner(), video.submissionId(), video.revision() + 1);
    }
}
