package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /reports}. */
final class ReportRoutes implements HttpService {
    private final ReportStore reports;
    private final ReportTargets targets;
    private final TokenVerifier tokens;

    ReportRoutes(ReportStore reports, ReportTargets targets, TokenVerifier tokens) {
        this.reports = reports;
        this.targets = targets;
        this.tokens = tokens;
    }

    record NewReport(
            String targetKind,
            UUID targetId,
            String reason,
            @Nullable String text) {
        NewReport {
            Texts texts = new Texts();
            oneOf(texts, "/target_kind", targetKind, Report.TARGETS);
            oneOf(texts, "/reason", reason, Report.REASONS);
            needed(texts, "/target_id", targetId);
            text = texts.optionalLines("/text", text, Report.MAX_TEXT);
            texts.throwIfAny();
        }
    }

    /** @param note what the reporter is told */
    record Decision(String outcome, @Nullable String note) {
        Decision {
            Texts texts = new Texts();
            oneOf(texts, "/outcome", outcome, Set.of("upheld", "dismissed"));
            note = texts.optionalLines("/note", note, Report.MAX_TEXT);
            texts.throwIfAny();
        }
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/reports", this::open)
                .get("/reports", this::list)
                .get("/reports/{id}", this::read)
                .patch("/reports/{id}", this::decide);
    }

    /** Reporting the same again gives the report that is open. */
    private void open(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        NewReport wanted = Json.read(request, NewReport.class);
        String owner = targets.owner(caller, wanted.targetKind(), wanted.targetId());
        Report report = reports.open(
                caller.subject(), wanted.targetKind(), wanted.targetId(), owner, wanted.reason(), wanted.text());
        response.status(Status.CREATED_201);
        response.header(HeaderNames.LOCATION, "/api/catalog/v1/reports/" + report.id());
        send(response, report.view(Rights.moderates(Optional.of(caller))));
    }

    private void list(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.MODERATOR);
        Report.State state = Report.State.find(request.query().first("state").orElse("open"))
                .orElseThrow(() -> ProblemException.of(
                        StandardError.INVALID_PARAMETER,
                        List.of(new FieldError("?state", "open, upheld or dismissed"))));
        int limit = Page.limit(request);
        Page<Report> page =
                Page.of(reports.list(state, IdCursor.of(request), limit + 1), limit, last -> IdCursor.of(last.id()));
        send(
                response,
                new Page<>(page.data().stream().map(report -> report.view(true)).toList(), page.nextCursor()));
    }

    private void read(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        boolean moderator = Rights.moderates(Optional.of(caller));
        Report report = reports.find(id(request))
                .filter(found -> moderator || found.reporter().equals(caller.subject()))
                .orElseThrow(() -> ProblemException.of(CatalogError.REPORT_NOT_FOUND));
        send(response, report.view(moderator));
    }

    private void decide(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.MODERATOR);
        Decision decision = Json.read(request, Decision.class);
        Report.State outcome = Report.State.find(decision.outcome()).orElseThrow();
        send(
                response,
                reports.decide(id(request), caller.subject(), outcome, decision.note())
                        .view(true));
    }

    private static void oneOf(Texts texts, String pointer, @Nullable String value, Set<String> known) {
        if (value == null || !known.contains(value)) {
            texts.refuse(
                    pointer,
                    "one of " + String.join(", ", known.stream().sorted().toList()));
        }
    }

    private static void needed(Texts texts, String pointer, @Nullable Object value) {
        if (value == null) {
            texts.refuse(pointer, "the id of what is reported");
        }
    }

    private static void send(ServerResponse response, Object body) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, body);
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request.path().pathParameters().get("id"), CatalogError.REPORT_NOT_FOUND);
    }
}
