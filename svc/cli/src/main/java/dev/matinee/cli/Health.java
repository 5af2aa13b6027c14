package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Consul says of one service. */
record Health(String service, List<Instance> instances) {
    record Instance(String id, String address, String version, List<JsonNode> checks) {
        boolean passing() {
            return checks.stream().allMatch(it -> it.path("Status").asText().equals("passing"));
        }
    }

    static Health of(String service) {
        var instances = new ArrayList<Instance>();
        for (var entry : Agent.CONSUL.get("/v1/health/service/" + service)) {
            var node = entry.path("Service");
            var host = node.path("Address").asText().isEmpty()
                    ? entry.path("Node").path("Address").asText()
                    : node.path("Address").asText();
            instances.add(new Instance(
                    node.path("ID").asText(),
                    host + ":" + node.path("Port").asInt(),
                    node.path("Meta").path("version").asText(),
                    entry.path("Checks").valueStream().toList()));
        }
        return new Health(service, List.copyOf(instances));
    }

    Optional<String> passing() {
        return instances.stream()
                .filter(Instance::passing)
                .map(Instance::address)
                .findFirst();
    }

    /** The address of a healthy instance; of these allocations, where ids name allocations at all. */
    Optional<String> passing(List<JsonNode> allocations) {
        var theirs = instances.stream()
                .filter(it ->
                        allocations.stream().anyMatch(allocation -> it.id().contains(shortId(allocation))))
                .toList();
        var considered =
                theirs.isEmpty() && !instances.stream().allMatch(it -> it.id().startsWith("_nomad-task"))
                        ? instances
                        : theirs;
        return considered.stream()
                .filter(Instance::passing)
                .map(Instance::address)
                .findFirst();
    }

    // Our services put this much of it into the id they register under, Nomad all of it.
    private static String shortId(JsonNode allocation) {
        return allocation.path("ID").asText().substring(0, 8);
    }

    String word() {
        if (instances.isEmpty()) {
            return "absent";
        }
        var healthy = instances.stream().filter(Instance::passing).count();
        return healthy == instances.size() ? "passing" : healthy + " of " + instances.size() + " passing";
    }

    String summary() {
        if (instances.isEmpty()) {
            return "it is not registered in Consul";
        }
        return instances.stream()
                .flatMap(it -> it.checks().stream())
                .filter(it -> !it.path("Status").asText().equals("passing"))
                .map(it -> it.path("Name").asText() + " is " + it.path("Status").asText() + " "
                        + LogTail.of(it.path("Output").asText(), 1))
                .distinct()
                .collect(Collectors.joining("; "));
    }
}
