package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/catalog/v1/videos/{id}/timeline}: how a video came about, for its owner and who runs the platform. */
final class TimelineRoutes implements HttpService {
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final TimelineStore timeline;
    private final VideoReads reads;
    private final TokenVerifier tokens;
    private final URI publicUrl;

    TimelineRoutes(TimelineStore timeline, VideoReads reads, TokenVerifier tokens, URI publicUrl) {
        this.timeline = timeline;
        this.reads = reads;
        this.tokens = tokens;
        this.publicUrl = publicUrl;
    }

    /**
     * @param traceId of the newest upload, where it was traced
     * @param traceUrl where operators look at that
     */
    record Timeline(
            UUID videoId,
            VideoState state,
            @Nullable String traceId,
            @Nullable URI traceUrl,
            List<TimelineEntry> entries) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/videos/{id}/timeline", this::get);
    }

    private void get(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Video video = reads.find(Ids.get(request.path().pathParameters().get("id"), CatalogError.VIDEO_NOT_FOUND))
                .video();
        boolean operates = caller.has(Role.OPERATOR);
        if (!operates && !Rights.seesAll(Optional.of(caller), video)) {
            reads.requireRead(Optional.of(caller), video);
            throw ProblemException.of(CatalogError.NOT_OWNER);
        }
        List<TimelineEntry> entries = timeline.list(video);
        String trace = entries.stream()
                .map(TimelineEntry::traceId)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(null);
        URI traceUrl = trace == null || !operates ? null : zipkin(trace);
        Json.send(response.header(NO_STORE), new Timeline(video.id(), video.state(), trace, traceUrl, entries));
    }

    // As the gateway names the operators' pages.
    private URI zipkin(String trace) {
        return URI.create(publicUrl.getScheme() + "://zipkin." + publicUrl.getAuthority() + "/zipkin/traces/" + trace);
    }
}
