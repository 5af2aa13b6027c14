package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** A video for who asks: whether they may see it, and what of it. */
final class VideoReads {
    private final VideoQueries queries;
    private final RelationQueries relations;
    private final MediaPaths paths;
    private final Clock clock;

    VideoReads(VideoQueries queries, RelationQueries relations, MediaPaths paths, Clock clock) {
        this.queries = queries;
        this.relations = relations;
        this.paths = paths;
        this.clock = clock;
    }

    ShownVideo find(UUID id) {
        return queries.find(id).orElseThrow(() -> ProblemException.of(CatalogError.VIDEO_NOT_FOUND));
    }

    void requireRead(Optional<Caller> caller, Video video) {
        Relation relation = Rights.seesAll(caller, video) ? Relation.NONE : relations.of(caller, video.channelId());
        Rights.requireRead(caller, video, relation, clock.instant());
    }

    VideoView view(Optional<Caller> caller, ShownVideo shown) {
        return Rights.seesAll(caller, shown.video()) ? forOwner(shown) : forViewers(shown);
    }

    VideoView forOwner(ShownVideo shown) {
        return VideoView.forOwner(shown, paths);
    }

    VideoView forViewers(ShownVideo shown) {
        return VideoView.forViewers(shown, paths);
    }

    MediaPaths.Playback playback(ShownVideo shown) {
        return paths.playback(shown);
    }

    /** Whether a view of it names addresses that end by themselves. */
    boolean hasSignedPaths(Video video) {
        return video.media() != null && paths.isSigned(video);
    }
}
