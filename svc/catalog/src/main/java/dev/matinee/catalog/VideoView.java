package dev.matinee.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.MediaReady.Rendition;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A video as it is on the wire; what only its owner and moderators see is absent for others. */
record VideoView(
        UUID id,
        ChannelName channel,
        String title,
        @Nullable String description,
        List<String> tags,
        @Nullable String category,
        @Nullable String language,
        @Nullable String licence,
        Visibility visibility,
        VideoState state,
        @Nullable Long durationMs,
        @Nullable Integer width,
        @Nullable Integer height,
        @Nullable Double frameRate,
        @Nullable Boolean hasAudio,
        @Nullable List<Rendition> renditions,
        @Nullable String posterUrl,
        @Nullable Instant publishedAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String owner,
        @Nullable Instant publishAt,
        @Nullable String externalId,
        @Nullable ObjectNode custom,
        @Nullable Failure failure,
        @Nullable Progress progress,
        @Nullable Long sizeBytes,
        Poster.@Nullable View poster) {

    static VideoView forViewers(ShownVideo shown, MediaPaths paths) {
        return of(shown, paths, false);
    }

    static VideoView forOwner(ShownVideo shown, MediaPaths paths) {
        return of(shown, paths, true);
    }

    private static VideoView of(ShownVideo shown, MediaPaths paths, boolean all) {
        Video video = shown.video();
        VideoDetails details = video.details();
        @Nullable Media media = video.media();
        return new VideoView(
                video.id(),
                shown.channel(),
                details.title(),
                details.description(),
                details.tags(),
                details.category(),
                details.language(),
                details.licence(),
                details.visibility(),
                video.state(),
                media == null ? null : media.durationMs(),
                media == null ? null : media.width(),
                media == null ? null : media.height(),
                media == null ? null : media.frameRate(),
                media == null ? null : media.hasAudio(),
                media == null ? null : media.renditions(),
                paths.poster(video),
                video.publishedAt(),
                video.createdAt(),
                video.updatedAt(),
                all ? video.owner() : null,
                all ? details.publishAt() : null,
                all ? details.externalId() : null,
                all ? details.custom() : null,
                all ? video.failure() : null,
                all && video.isBeingMade() ? shown.progress() : null,
                all && media != null ? media.sizeBytes() : null,
                all && media != null && media.poster() != null ? media.poster().view() : null);
    }
}
