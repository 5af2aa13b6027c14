package dev.matinee.ops;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks Prometheus for what is now (its HTTP API, {@code /api/v1/query}). */
final class Prometheus {
    private final JsonSource prometheus;

    Prometheus(JsonSource prometheus) {
        this.prometheus = prometheus;
    }

    private record Answer(@Nullable Data data) {}

    private record Data(@Nullable List<Sample> result) {}

    /** @param value Unix seconds and the number, as text */
    private record Sample(
            @Nullable Map<String, String> metric, @Nullable List<String> value) {}

    /** A number with the labels that tell what of. */
    record Point(Map<String, String> labels, double value) {
        String label(String name) {
            return labels.getOrDefault(name, "");
        }
    }

    /** What a PromQL expression gives; numbers that are none are left out. */
    List<Point> ask(String expression) throws AwayException {
        String path = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
        Data data =
                Objects.requireNonNullElse(prometheus.get(path, Answer.class).data(), new Data(null));
        return Objects.requireNonNullElse(data.result(), List.<Sample>of()).stream()
                .filter(sample -> sample.value() != null && sample.value().size() == 2)
                .map(sample -> new Point(
                        Objects.requireNonNullElse(sample.metric(), Map.of()),
                        Double.parseDouble(
                                Objects.requireNonNull(sample.value()).get(1))))
                .filter(point -> Double.isFinite(point.value()))
                .toList();
    }
}
