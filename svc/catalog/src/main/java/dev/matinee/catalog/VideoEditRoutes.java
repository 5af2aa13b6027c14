package dev.matinee.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Changes of {@code /api/catalog/v1/videos}; {@link VideoRoutes} has the reads. */
final class VideoEditRoutes implements HttpService {
    private final VideoStore store;
    private final ChannelStore channels;
    private final VideoReads reads;
    private final TokenVerifier tokens;
    private final IdempotentAnswers answers;
    private final Clock clock;

    VideoEditRoutes(
            VideoStore store,
            ChannelStore channels,
            VideoReads reads,
            TokenVerifier tokens,
            IdempotentAnswers answers,
            Clock clock) {
        this.store = store;
        this.channels = channels;
        this.reads = reads;
        this.tokens = tokens;
        this.answers = answers;
        this.clock = clock;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/videos", this::create)
                .patch("/videos/{id}", this::update)
                .delete("/videos/{id}", this::delete)
                .post("/videos/{id}/retry", this::retry);
    }

    private void create(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.CREATOR);
        byte[] body = Json.bytes(request);
        VideoDetails details = Json.read(body, VideoDetails.class);
        answers.answer(request, response, caller.subject(), body, together -> {
            ChannelName channel = channels.nameOfUser(caller.subject(), caller.name());
            Instant now = now();
            Video video = Video.created(
                    Uuid7.at(now),
                    channel.id(),
                    caller.subject(),
                    details,
                    now,
                    now.plus(store.limits().uploading()));
            IdempotentAnswers.Answer answer = new IdempotentAnswers.Answer(
                    Status.CREATED_201.code(),
                    "/api/catalog/v1/videos/" + video.id(),
                    ETags.of(video.revision()),
                    new String(
                            Json.write(reads.forOwner(new ShownVideo(video, channel, null, null))),
                            StandardCharsets.UTF_8));
            store.create(video, transaction -> together.accept(transaction, answer));
            return answer;
        });
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = id(request);
        JsonNode patch = Json.read(request, JsonNode.class);
        long revision = ETags.requireIfMatch(request);
        Instant now = now();
        Video changed = store.change(id, video -> {
            Rights.requireRead(Optional.of(caller), video, Relation.NONE, now);
            VideoDetails details = MergePatch.apply(video.details(), patch, VideoDetails.class);
            VideoDetails shown = video.details().withVisibility(details.visibility());
            Rights.requireEdit(caller, video, details.visibility(), !details.equals(shown), now);
            if (video.revision() != revision) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
            if (details.equals(video.details())) {
                return video;
            }
            return Rights.owns(Optional.of(caller), video) ? video.edited(details, now) : video.moderated(details, now);
        });
        answer(caller, changed, response);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Optional<Long> revision = request.headers().contains(HeaderNames.IF_MATCH)
                ? Optional.of(ETags.requireIfMatch(request))
                : Optional.empty();
        Instant now = now();
        store.delete(id(request), now, video -> {
            Rights.requireDelete(caller, video, now);
            if (revision.isPresent() && revision.get() != video.revision()) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
        });
        response.status(Status.NO_CONTENT_204).send();
    }

    private void retry(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Instant now = now();
        UUID id = id(request);
        Video changed = wantsAnotherFile(request)
                ? store.change(id, video -> {
                    requireRetry(caller, video, now);
                    return video.reopened(now, now.plus(store.limits().uploading()));
                })
                : store.retry(id, now, video -> requireRetry(caller, video, now));
        answer(caller, changed, response);
    }

    private static boolean wantsAnotherFile(ServerRequest request) {
        return request.query()
                .first("file")
                .asOptional()
                .map(word -> {
                    if (!word.equals("another")) {
                        throw ProblemException.of(
                                StandardError.INVALID_PARAMETER,
                                List.of(new FieldError("?file", "another, or nothing")));
                    }
                    return true;
                })
                .orElse(false);
    }

    private static void requireRetry(Caller caller, Video video, Instant now) {
        Rights.requireOwner(caller, video, now);
        Failure failure = video.failure();
        // What can be watched is not taken away for the sake of its larger sizes.
        if (video.state() != VideoState.FAILED || failure == null || !failure.retryable()) {
            throw ProblemException.of(CatalogError.NOT_RETRYABLE);
        }
    }

    private void answer(Caller caller, Video changed, ServerResponse response) {
        ShownVideo shown = reads.find(changed.id());
        response.header(VideoRoutes.PRIVATE)
                .header(HeaderNames.ETAG, ETags.of(shown.video().revision()));
        Json.send(response, reads.view(Optional.of(caller), shown));
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.VIDEO_NOT_FOUND);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
