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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /metrics}: one number, one for each day, or one for each value of a dimension. Operators ask about everything, a channel's
 * owner about the channel or a video of it.
 */
final class MetricRoutes implements HttpService {
    private final MetricStore store;
    private final Export export;
    private final Owners owners;
    private final TokenVerifier tokens;
    private final Clock clock;

    MetricRoutes(MetricStore store, Export export, Owners owners, TokenVerifier tokens, Clock clock) {
        this.store = store;
        this.export = export;
        this.owners = owners;
        this.tokens = tokens;
        this.clock = clock;
    }

    record Described(String name, String words, String formula) {}

    record Metrics(List<Described> data, List<String> dimensions) {}

    record Points(String metric, LocalDate from, LocalDate to, List<MetricStore.Point> data) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/metrics", this::metrics)
                .get("/metrics/{metric}/overall", this::overall)
                .get("/metrics/{metric}/timeseries", this::timeseries)
                .get("/metrics/{metric}/breakdown", this::breakdown);
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "public, max-age=3600");
        Json.send(
                response,
                new Metrics(
                        Arrays.stream(Metric.values())
                                .map(metric -> new Described(metric.wireName(), metric.words(), metric.sql()))
                                .toList(),
                        Arrays.stream(Dimension.values())
                                .map(Dimension::wireName)
                                .toList()));
    }

    private void overall(ServerRequest request, ServerResponse response) {
        MetricStore.Question question = question(request, "filters");
        send(request, response, question, store.overall(question));
    }

    private void timeseries(ServerRequest request, ServerResponse response) {
        MetricStore.Question question = question(request, "filters");
        send(request, response, question, store.timeseries(question));
    }

    private void breakdown(ServerRequest request, ServerResponse response) {
        MetricStore.Question question = question(request, "filters", "group_by", "limit");
        Dimension by = request.query()
                .first("group_by")
                .asOptional()
                .flatMap(Dimension::find)
                .filter(question.metric().told().dimensions()::contains)
                .orElseThrow(() -> Days.invalid("group_by", "one of " + dimensions(question.metric())));
        send(
                request,
                response,
                question,
                store.breakdown(question, by, Format.of(request).limit(request)));
    }

    private MetricStore.Question question(ServerRequest request, String... parameters) {
        Caller caller = tokens.require(request);
        Metric metric = Metric.find(request.path().pathParameters().get("metric"))
                .orElseThrow(() -> ProblemException.of(AnalyticsError.METRIC_NOT_FOUND));
        Parameters.only(request, parameters);
        Days days = Days.of(request, clock);
        Map<Dimension, String> filters = filters(request, metric);
        if (!owners.mayAsk(caller, filters.get(Dimension.CHANNEL), filters.get(Dimension.VIDEO))) {
            throw ProblemException.of(AnalyticsError.NOT_YOURS);
        }
        return new MetricStore.Question(metric, days.first(), days.last(), filters);
    }

    /** {@code filters=device:mobile,source:home}. */
    private static Map<Dimension, String> filters(ServerRequest request, Metric metric) {
        Map<Dimension, String> filters = new EnumMap<>(Dimension.class);
        for (String filter : request.query().first("filters").orElse("").split(",", Dimension.values().length + 1)) {
            if (filter.isEmpty()) {
                continue;
            }
            int colon = filter.indexOf(':');
            Dimension dimension = Dimension.find(filter.substring(0, Math.max(0, colon)))
                    .filter(metric.told().dimensions()::contains)
                    .orElseThrow(() ->
                            Days.invalid("filters", "dimension:value, with commas between, of " + dimensions(metric)));
            filters.put(dimension, filter.substring(colon + 1));
        }
        return filters;
    }

    private static String dimensions(Metric metric) {
        return String.join(
                ", ",
                metric.told().dimensions().stream().map(Dimension::wireName).toList());
    }

    private void send(ServerRequest request, ServerResponse response, MetricStore.Question question, Query query) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        String name = question.metric().wireName();
        Days days = new Days(question.first(), question.last());
        switch (Format.of(request)) {
            case JSON -> Json.send(response, new Points(name, days.first(), days.last(), store.points(query)));
            case CSV ->
                export.send(
                        response,
                        name,
                        days,
                        List.of("key", name, "sessions"),
                        rows -> store.points(
                                query,
                                point -> rows.accept(
                                        Arrays.<Object>asList(point.key(), point.value(), point.sessions()))));
            case PARQUET -> export.send(response, name, days, query);
        }
    }
}
