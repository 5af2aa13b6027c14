package dev.matinee.analytics;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that a report or a metric can ask, for tests that hold the SQL against another engine than ours. */
final class Questions {
    static final LocalDate FIRST = LocalDate.parse("2026-05-01");
    static final LocalDate LAST = FIRST.plusDays(2);
    static final String CHANNEL = new UUID(0, 1).toString();
    static final String VIDEO = new UUID(1, 1).toString();

    private Questions() {}

    /** One of them, shown by its name. */
    record Named(String name, Query query) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> all() {
        return Stream.concat(reports(), metrics());
    }

    /** Stores ask their engine only for answers. */
    @SuppressWarnings("NullAway")
    private static Stream<Named> reports() {
        ReportStore store = new ReportStore(null, new Prices(0.25, 0.5, 0.01, "EUR"));
        List<Named> questions = new ArrayList<>();
        for (ReportKind kind : ReportKind.values()) {
            for (@Nullable String channel : new @Nullable String[] {null, CHANNEL}) {
                for (@Nullable String video : new @Nullable String[] {null, VIDEO}) {
                    String name = kind.wireName()
                            + (channel == null ? "" : " of a channel")
                            + (video == null ? "" : " of a video");
                    questions.add(new Named(
                            name,
                            store.query(new ReportStore.Question(kind, new Days(FIRST, LAST), channel, video, 100))));
                }
            }
        }
        return questions.stream();
    }

    @SuppressWarnings("NullAway")
    private static Stream<Named> metrics() {
        MetricStore store = new MetricStore(null);
        List<Named> questions = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            MetricStore.Question all = new MetricStore.Question(metric, FIRST, LAST, Map.of());
            MetricStore.Question some =
                    new MetricStore.Question(metric, FIRST, LAST, Map.of(Dimension.VIDEO, VIDEO, Dimension.RUNG, "7"));
            questions.add(new Named(metric.wireName() + " overall", store.overall(all)));
            questions.add(new Named(metric.wireName() + " by day", store.timeseries(all)));
            questions.add(new Named(metric.wireName() + " by day of some", store.timeseries(some)));
            for (Dimension by : metric.told().dimensions()) {
                questions.add(new Named(metric.wireName() + " by " + by.wireName(), store.breakdown(all, by, 100)));
            }
        }
        return questions.stream();
    }
}
