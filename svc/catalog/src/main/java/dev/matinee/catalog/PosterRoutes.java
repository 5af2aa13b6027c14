package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/** {@code /api/catalog/v1/videos/{id}/poster}: which moment a video's poster shows. */
final class PosterRoutes implements HttpService {
    private final VideoStore store;
    private final VideoReads reads;
    private final TokenVerifier tokens;
    private final Clock clock;

    PosterRoutes(VideoStore store, VideoReads reads, TokenVerifier tokens, Clock clock) {
        this.store = store;
        this.reads = reads;
        this.tokens = tokens;
        this.clock = clock;
    }

    record Wanted(long positionMs) {
        Wanted {
            if (positionMs < 0) {
                throw new IllegalArgumentException("position_ms is zero or more");
            }
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.put("/videos/{id}/poster", this::choose);
    }

    private void choose(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = Ids.get(request.path().pathParameters().get("id"), CatalogError.VIDEO_NOT_FOUND);
        Wanted wanted = Json.read(request, Wanted.class);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Video changed = store.orderPoster(id, wanted.positionMs(), now, video -> {
            Rights.requireOwner(caller, video, now);
            requireMoment(video, wanted.positionMs());
        });
        ShownVideo shown = reads.find(changed.id());
        response.header(VideoRoutes.PRIVATE)
                .header(HeaderNames.ETAG, ETags.of(shown.video().revision()));
        Json.send(response, reads.view(Optional.of(caller), shown));
    }

    private static void requireMoment(Video video, long positionMs) {
        Media media = video.media();
        if (video.state() != VideoState.READY || media == null) {
            throw ProblemException.of(CatalogError.VIDEO_NOT_READY);
        }
        if (positionMs >= media.durationMs()) {
            throw Json.invalid("/position_ms", "the film ends at " + media.durationMs() + " ms");
        }
    }
}
