package dev.matinee.catalog;

import dev.matinee.kit.http.Json;
import java.time.Clock;
import java.util.UUID;

/** Makes what anybody is answered about a video, out of the truth. */
final class VideoCopies {
    private final VideoQueries queries;
    private final MediaPaths paths;
    private final Clock clock;

    VideoCopies(VideoQueries queries, MediaPaths paths, Clock clock) {
        this.queries = queries;
        this.paths = paths;
        this.clock = clock;
    }

    Copy make(UUID id) {
        return queries.find(id).map(this::copy).orElseGet(() -> Copy.nothing(0));
    }

    private Copy copy(ShownVideo shown) {
        Video video = shown.video();
        if (!video.isOpen(clock.instant())) {
            return Copy.nothing(video.revision());
        }
        byte[] body = Json.write(VideoView.forViewers(shown, paths));
        return paths.isSigned(video) ? Copy.signed(video.revision(), body) : Copy.of(video.revision(), body);
    }
}
