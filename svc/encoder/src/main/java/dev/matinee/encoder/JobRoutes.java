package dev.matinee.encoder;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ErrorCode;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

final class JobRoutes implements HttpService {
    private final JobStore store;
    private final JobCommandStore commands;
    private final TokenVerifier tokens;

    JobRoutes(JobStore store, JobCommandStore commands, TokenVerifier tokens) {
        this.store = store;
        this.commands = commands;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/", this::list)
                .get("/{id}", this::get)
                .post("/{id}/retry", this::retry)
                .post("/{id}/cancel", this::cancel);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        Optional<UUID> before = request.query()
                .first("cursor")
                .asOptional()
                .map(cursor -> id(Cursor.parts(cursor, 1).getFirst(), StandardError.INVALID_CURSOR));
        List<Job> found = store.listJobs(
                new JobStore.Wanted(
                        seesAll(caller) ? "" : caller.subject(),
                        request.query().first("content_id").orElse(""),
                        state(request)),
                before,
                limit + 1);
        Json.send(response, Page.of(found, limit, job -> Cursor.of(job.id().toString())));
    }

    private void get(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = id(request);
        Job job = store.findJob(id)
                .filter(owned -> seesAll(caller) || owned.owner().equals(caller.subject()))
                .map(JobStore.Owned::job)
                .orElseThrow(() -> ProblemException.of(EncoderError.JOB_NOT_FOUND));
        Json.send(response, job.with(store.history(id)));
    }

    private void retry(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Json.send(response, commands.retry(id(request), owned -> {
            requireRight(caller, owned);
            // An operator knows when the encoder has learnt something since.
            Job.Cause cause = owned.job().cause();
            if (!caller.has(Role.OPERATOR) && cause != null && !cause.retryable()) {
                throw ProblemException.of(EncoderError.JOB_NOT_RETRYABLE);
            }
        }));
    }

    private void cancel(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Json.send(response, commands.cancel(id(request), owned -> requireRight(caller, owned)));
    }

    private static void requireRight(Caller caller, JobStore.Owned owned) {
        if (owned.owner().equals(caller.subject()) || caller.has(Role.OPERATOR)) {
            return;
        }
        throw ProblemException.of(seesAll(caller) ? StandardError.FORBIDDEN : EncoderError.JOB_NOT_FOUND);
    }

    private static String state(ServerRequest request) {
        String text = request.query().first("state").orElse("");
        boolean known = text.isEmpty()
                || Arrays.stream(Job.State.values())
                        .anyMatch(state -> state.column().equals(text));
        if (!known) {
            throw ProblemException.of(
                    StandardError.INVALID_PARAMETER,
                    List.of(new FieldError("?state", "queued, leased, ready, failed or cancelled")));
        }
        return text;
    }

    private static UUID id(ServerRequest request) {
        return id(request.path().pathParameters().get("id"), EncoderError.JOB_NOT_FOUND);
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
