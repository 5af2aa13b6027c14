package dev.matinee.catalog;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/**
 * {@code /internal/catalog/media-access}: the CDN asks, and no gateway leads here. It is one read by primary key and never
 * a copy, so that a video made private is private for the next question.
 */
final class MediaAccessRoutes implements HttpService {
    private final VideoQueries queries;

    MediaAccessRoutes(VideoQueries queries) {
        this.queries = queries;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/media-access", this::access);
    }

    private void access(ServerRequest request, ServerResponse response) {
        String epoch = request.query().first("epoch").orElse("");
        boolean granted = Ids.find(request.query().first("content_id").orElse(""))
                .flatMap(queries::access)
                .map(access -> epoch.isEmpty()
                        ? access.open()
                        : access.playable() && epoch.equals(String.valueOf(access.epoch())))
                .orElse(false);
        response.status(granted ? Status.NO_CONTENT_204 : Status.FORBIDDEN_403).send();
    }
}
