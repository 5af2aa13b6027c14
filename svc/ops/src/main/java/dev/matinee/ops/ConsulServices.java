package dev.matinee.ops;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is there and how healthy, from Consul. */
final class ConsulServices {
    static final int OUTPUT_CHARS = 500;

    private static final int MOST_SERVICES = 500;
    private static final List<String> STATUSES = List.of("passing", "warning", "critical");

    private final JsonSource consul;

    ConsulServices(JsonSource consul) {
        this.consul = consul;
    }

    private record Entry(
            @Nullable Node node,
            @Nullable Registered service,
            @Nullable List<Checked> checks) {}

    private record Node(@Nullable String node, @Nullable String address) {}

    private record Registered(
            @Nullable String id,
            @Nullable String address,
            int port,
            @Nullable Map<String, String> meta) {}

    private record Checked(
            @Nullable String name,
            @Nullable String status,
            @Nullable String output) {}

    /** All instances by service and id; of the first {@value #MOST_SERVICES} services. */
    Told<Instance> list() {
        Told<String> names = Told.by(Source.CONSUL, () -> {
            List<String> found = new ArrayList<>();
            consul.get("/v1/catalog/services", JsonNode.class).fieldNames().forEachRemaining(found::add);
            return found.stream().sorted().limit(MOST_SERVICES).toList();
        });
        Told<Instance> instances = Told.all(names.data().stream()
                .map(name -> new Told.From<>(Source.CONSUL, () -> instances(name)))
                .toList());
        return new Told<>(
                instances.data().stream()
                        .sorted(Comparator.comparing(Instance::service).thenComparing(Instance::id))
                        .toList(),
                Stream.concat(names.away().stream(), instances.away().stream())
                        .distinct()
                        .toList());
    }

    private List<Instance> instances(String name) throws AwayException {
        Entry[] entries =
                consul.get("/v1/health/service/" + URLEncoder.encode(name, StandardCharsets.UTF_8), Entry[].class);
        return Stream.of(entries).map(entry -> instance(name, entry)).toList();
    }

    private static Instance instance(String name, Entry entry) {
        Node node = Objects.requireNonNullElse(entry.node(), new Node(null, null));
        Registered service = Objects.requireNonNullElse(entry.service(), new Registered(null, null, 0, null));
        List<Instance.Check> checks = Objects.requireNonNullElse(entry.checks(), List.<Checked>of()).stream()
                .map(check -> new Instance.Check(text(check.name()), text(check.status()), cut(text(check.output()))))
                .toList();
        String address = text(service.address());
        Map<String, String> meta = Objects.requireNonNullElse(service.meta(), Map.of());
        return new Instance(
                name,
                text(service.id()),
                text(node.node()),
                address.isEmpty() ? text(node.address()) : address,
                service.port(),
                meta.get("version"),
                checks.stream()
                        .map(Instance.Check::status)
                        .max(Comparator.comparingInt(STATUSES::indexOf))
                        .orElse("passing"),
                checks.stream()
                        .filter(check -> !check.status().equals("passing"))
                        .toList());
    }

    private static String cut(String text) {
        return text.length() <= OUTPUT_CHARS ? text : text.substring(0, OUTPUT_CHARS) + "…";
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
