package dev.matinee.ops;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.stream.Stream;

/** {@code /api/ops/v1}: what runs and how. */
final class HouseRoutes implements HttpService {
    private final ConsulServices services;
    private final NomadJobs jobs;
    private final KafkaQueues queues;
    private final Numbers numbers;
    private final Links links;
    private final TokenVerifier tokens;

    HouseRoutes(
            ConsulServices services,
            NomadJobs jobs,
            KafkaQueues queues,
            Numbers numbers,
            Links links,
            TokenVerifier tokens) {
        this.services = services;
        this.jobs = jobs;
        this.queues = queues;
        this.numbers = numbers;
        this.links = links;
        this.tokens = tokens;
    }

    /** What others counted and wrote down. */
    record Numbers(RateLimits rateLimits, Failures failures, Storage storage) {}

    /**
     * What went wrong of late.
     *
     * @param problems answers of the last hour, by service and code
     * @param lines of the logs, the newest first
     */
    record Errors(List<Failures.Problem> problems, List<Failures.Line> lines, List<Told.Away> away) {}

    /** Where else to look. */
    record Pages(List<Links.Link> data) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/services", this::services)
                .get("/jobs", this::jobs)
                .get("/queues", this::queues)
                .get("/rate-limits", this::rateLimits)
                .get("/errors", this::errors)
                .get("/storage", this::storage)
                .get("/links", this::links);
    }

    private void services(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, Listed.of(request, services.list(), each -> List.of(each.service(), each.id())));
    }

    private void jobs(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, Listed.of(request, jobs.list(), each -> List.of(each.name())));
    }

    private void queues(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, Listed.of(request, queues.list(), each -> List.of(each.group(), each.topic())));
    }

    private void rateLimits(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, numbers.rateLimits().list());
    }

    private void errors(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        int limit = Page.limit(request);
        Told<Failures.Problem> problems = numbers.failures().problems();
        Told<Failures.Line> lines = numbers.failures().lines(limit);
        send(
                response,
                new Errors(
                        problems.data(),
                        lines.data(),
                        Stream.concat(problems.away().stream(), lines.away().stream())
                                .toList()));
    }

    private void storage(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, numbers.storage().list());
    }

    private void links(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, new Pages(links.list()));
    }

    private static void send(ServerResponse response, Object value) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, value);
    }
}
