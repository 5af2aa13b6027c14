package dev.matinee.encoder;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ErrorCode;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class JobRoutes implements HttpService {
    private final JobStore store;
    private final TokenVerifier tokens;

    JobRoutes(JobStore store, TokenVerifier tokens) {
        this.store = store;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::list).get("/{id}", this::get);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        Optional<UUID> before = request.query()
                .first("cursor")
                .asOptional()
                .map(cursor -> id(Cursor.parts(cursor, 1).getFirst(), StandardError.INVALID_CURSOR));
        List<Job> found = store.listJobs(
                seesAll(caller) ? Optional.empty() : Optional.of(caller.subject()),
                request.query().first("content_id").asOptional(),
                before,
                limit + 1);
        Json.send(response, Page.of(found, limit, job -> Cursor.of(job.id().toString())));
    }

    private void get(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = id(request.path().pathParameters().get("id"), EncoderError.JOB_NOT_FOUND);
        Job job = store.findJob(id)
                .filter(owned -> seesAll(caller) || owned.owner().equals(caller.subject()))
                .map(JobStore.Owned::job)
                .orElseThrow(() -> ProblemException.of(EncoderError.JOB_NOT_FOUND));
        Json.send(response, job);
    }

    private static boolean seesAll(Caller caller) {
        return caller.has(Role.MODERATOR) || caller.has(Role.OPERATOR);
    }

    private static UUID id(String text, ErrorCode otherwise) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(otherwise);
        }
    }
}
