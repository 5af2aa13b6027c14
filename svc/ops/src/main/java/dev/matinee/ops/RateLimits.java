package dev.matinee.ops;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How often somebody was told to come again later, from Prometheus. */
final class RateLimits {
    private static final String GATEWAY = "gateway";
    private static final String REQUESTS = "sum(increase(traefik_entrypoint_requests_total";

    private final Prometheus prometheus;

    RateLimits(Prometheus prometheus) {
        this.prometheus = prometheus;
    }

    /**
     * Requests that were one too many.
     *
     * @param rate {@code gateway} for all that were refused so, by gate or the gateway itself; else one of gate's classes
     * @param requests how many there were at all, of the gateway only; else 0
     */
    record Limited(String rate, long lastFiveMinutes, long lastHour, long lastDay, long requests) {}

    Told<Limited> list() {
        return Told.by(Source.PROMETHEUS, () -> {
            Map<String, Map<String, Long>> counts = new TreeMap<>();
            for (String span : List.of("5m", "1h", "1d")) {
                counts.put(span, new HashMap<>());
                for (Prometheus.Point point :
                        prometheus.ask("sum by (kind) (increase(gate_limited_total[" + span + "]))")) {
                    counts.get(span).put(point.label("kind"), Math.round(point.value()));
                }
                for (Prometheus.Point point : prometheus.ask(REQUESTS + "{code=\"429\"}[" + span + "]))")) {
                    counts.get(span).put(GATEWAY, Math.round(point.value()));
                }
            }
            long requests = prometheus.ask(REQUESTS + "[1d]))").stream()
                    .mapToLong(point -> Math.round(point.value()))
                    .sum();
            List<Limited> limited = new ArrayList<>();
            counts.values().stream()
                    .flatMap(each -> each.keySet().stream())
                    .distinct()
                    .forEach(rate -> limited.add(new Limited(
                            rate,
                            count(counts, "5m", rate),
                            count(counts, "1h", rate),
                            count(counts, "1d", rate),
                            rate.equals(GATEWAY) ? requests : 0)));
            limited.sort(Comparator.comparing(Limited::rate));
            return limited;
        });
    }

    private static long count(Map<String, Map<String, Long>> counts, String span, String rate) {
        return counts.getOrDefault(span, Map.of()).getOrDefault(rate, 0L);
    }
}
