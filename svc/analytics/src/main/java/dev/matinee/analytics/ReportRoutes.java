package dev.matinee.analytics;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /reports}: each by its name, about a channel, a video or, for operators, everything; and the retention curve of a video. */
final class ReportRoutes implements HttpService {
    private final ReportStore store;
    private final Export export;
    private final Owners owners;
    private final TokenVerifier tokens;
    private final Clock clock;

    ReportRoutes(ReportStore store, Export export, Owners owners, TokenVerifier tokens, Clock clock) {
        this.store = store;
        this.export = export;
        this.owners = owners;
        this.tokens = tokens;
        this.clock = clock;
    }

    record ReportWords(String name, String words, List<String> columns, boolean operatorsOnly) {}

    record Reports(List<ReportWords> data) {}

    record Rows(String report, LocalDate from, LocalDate to, List<Map<String, Object>> data) {}

    record Retention(
            String video, LocalDate from, LocalDate to, long sessions, int stepSeconds, List<ReportStore.Point> data) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/reports", this::reports)
                .get("/reports/{report}", this::report)
                .get("/videos/{id}/retention", this::retention);
    }

    private void reports(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "public, max-age=3600");
        Json.send(
                response,
                new Reports(Arrays.stream(ReportKind.values())
                        .map(kind ->
                                new ReportWords(kind.wireName(), kind.words(), kind.columns(), kind.isForOperators()))
                        .toList()));
    }

    private void report(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        ReportKind kind = ReportKind.find(request.path().pathParameters().get("report"))
                .orElseThrow(() -> ProblemException.of(AnalyticsError.REPORT_NOT_FOUND));
        if (kind.isForOperators()) {
            tokens.require(request, Role.OPERATOR);
        }
        Parameters.only(request, "channel", "video", "limit");
        Days days = Days.of(request, clock);
        String channel = id(request, "channel");
        String video = id(request, "video");
        if (!owners.mayAsk(caller, channel, video)) {
            throw ProblemException.of(AnalyticsError.NOT_YOURS);
        }
        Format format = Format.of(request);
        Query query = store.query(new ReportStore.Question(kind, days, channel, video, format.limit(request)));
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        switch (format) {
            case JSON ->
                Json.send(
                        response,
                        new Rows(
                                kind.wireName(),
                                days.first(),
                                days.last(),
                                store.rows(query).stream()
                                        .map(row -> named(kind.columns(), row))
                                        .toList()));
            case CSV -> export.send(response, kind.wireName(), days, kind.columns(), rows -> store.rows(query, rows));
            case PARQUET -> export.send(response, kind.wireName(), days, query);
        }
    }

    private void retention(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        String video = request.path().pathParameters().get("id");
        // Whose it is not learns nothing, not even that it is there.
        if (!Check.isUuid(video) || !owners.mayAsk(caller, null, video)) {
            throw ProblemException.of(AnalyticsError.VIDEO_NOT_FOUND);
        }
        Parameters.only(request);
        Days days = Days.of(request, clock);
        Format format = Format.of(request);
        ReportStore.Curve curve = store.retention(video, days);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        switch (format) {
            case JSON ->
                Json.send(
                        response,
                        new Retention(
                                video, days.first(), days.last(), curve.sessions(), curve.step(), curve.points()));
            case CSV -> {
                List<String> header = List.of("second", "watching", "share");
                export.send(
                        response,
                        "retention",
                        days,
                        header,
                        rows -> curve.points()
                                .forEach(point ->
                                        rows.accept(List.of(point.second(), point.watching(), point.share()))));
            }
            case PARQUET -> export.send(response, days, curve.points());
        }
    }

    private static @Nullable String id(ServerRequest request, String name) {
        String id = request.query().first(name).orElse("");
        if (id.isEmpty()) {
            return null;
        }
        if (!Check.isUuid(id)) {
            throw Days.invalid(name, "a UUID in lower case");
        }
        return id;
    }

    /** What is not known is left out. */
    private static Map<String, Object> named(List<String> columns, List<@Nullable Object> row) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.get(i);
            if (value != null) {
                named.put(columns.get(i), value);
            }
        }
        return named;
    }
}
