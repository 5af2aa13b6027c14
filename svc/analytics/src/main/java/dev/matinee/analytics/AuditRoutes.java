package dev.matinee.analytics;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** How views are counted: the rule for everybody, what it made of a video's sessions for its owner and for operators. */
final class AuditRoutes implements HttpService {
    private final AuditStore store;
    private final Owners owners;
    private final TokenVerifier tokens;
    private final Clock clock;

    AuditRoutes(AuditStore store, Owners owners, TokenVerifier tokens, Clock clock) {
        this.store = store;
        this.owners = owners;
        this.tokens = tokens;
        this.clock = clock;
    }

    record Rule(int version, List<String> verdicts) {
        static final Rule CURRENT = new Rule(ViewRule.VERSION, ViewRule.WORDS);
    }

    /** @param from first day, UTC; {@code to} is the last */
    record Audit(
            String video,
            LocalDate from,
            LocalDate to,
            int ruleVersion,
            long sessions,
            long counted,
            Map<String, Long> dropped) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/views/rule", this::rule).get("/videos/{id}/views/audit", this::audit);
    }

    private void rule(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "public, max-age=3600");
        Json.send(response, Rule.CURRENT);
    }

    private void audit(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        String video = request.path().pathParameters().get("id");
        // Whose it is not learns nothing, not even that it is there.
        if (!Check.isUuid(video) || !owners.mayAsk(caller, null, video)) {
            throw ProblemException.of(AnalyticsError.VIDEO_NOT_FOUND);
        }
        Days days = Days.of(request, clock);
        AuditStore.Verdicts found = store.verdicts(video, days.first(), days.last());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(
                response,
                new Audit(
                        video,
                        days.first(),
                        days.last(),
                        ViewRule.VERSION,
                        found.sessions(),
                        found.counted(),
                        found.dropped()));
    }
}
