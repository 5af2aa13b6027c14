package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Each part: its health, its allocation, version and address; and the demo users' logins.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "The table as JSON on standard output.")
    private boolean json;

    private record Part(String name, String health, String allocation, String version, String address, String memory) {}

    @Override
    public Integer call() {
        var checkout = Checkout.current();
        if (!Agent.NOMAD.ready() || !Agent.CONSUL.ready()) {
            throw CliError.unhealthy("Matinee is not up; ./matinee up starts it");
        }
        var jobs = Jobs.running();
        var parts = new ArrayList<Part>();
        parts.add(agent("consul", Agent.CONSUL));
        parts.add(agent("nomad", Agent.NOMAD));
        parts.addAll(Tasks.all(List.copyOf(jobs.entrySet()), StatusCommand::part));
        var healthy = parts.stream()
                .allMatch(it -> it.health().equals("passing") || it.health().equals("complete"));
        System.out.print(json ? json(checkout, parts, healthy) : table(checkout, parts));
        return healthy ? 0 : CliError.Exit.UNHEALTHY.code;
    }

    private static Part agent(String name, Agent agent) {
        var self = agent.get("/v1/agent/self");
        var version = self.path("Config").path("Version");
        return new Part(
                name,
                "passing",
                "",
                version.isTextual()
                        ? version.asText()
                        : self.path("config").path("Version").path("Version").asText(),
                agent.base().getAuthority(),
                "");
    }

    private static Part part(Map.Entry<String, JsonNode> job) {
        var name = job.getKey();
        var health = Health.of(name);
        var allocation = Allocation.newest(name);
        var word = job.getValue().path("Type").asText().equals("batch")
                ? allocation.map(Allocation::status).orElse("absent")
                : health.word();
        var addresses = String.join(
                ", ", health.instances().stream().map(Health.Instance::address).toList());
        var version = health.instances().stream()
                .map(Health.Instance::version)
                .filter(it -> !it.isEmpty())
                .findFirst()
                .orElseGet(() -> toolVersion(name));
        return new Part(
                name,
                word,
                allocation
                        .map(it -> it.id().substring(0, 8) + " " + it.status())
                        .orElse(""),
                version,
                addresses,
                allocation.map(it -> it.residentMebibytes() + " MiB").orElse(""));
    }

    /** Servers that are not ours do not tell Consul their version; it is the pinned one of their tool. */
    private static String toolVersion(String part) {
        var tool = Map.of("cdn", "nginx", "mail", "maildev", "redis-state", "redis")
                .getOrDefault(part, part);
        return Tools.ALL.stream()
                .filter(it -> it.name().equals(tool))
                .map(Tool::version)
                .findFirst()
                .orElse("");
    }

    private static String table(Checkout checkout, List<Part> parts) {
        var rows = parts.stream()
                .map(it -> List.of(it.name(), it.health(), it.allocation(), it.version(), it.memory(), it.address()))
                .toList();
        return new Table(List.of("PART", "HEALTH", "ALLOCATION", "VERSION", "MEMORY", "ADDRESS"), rows).text()
                + "\n"
                + Addresses.text(checkout, State.load(checkout));
    }

    private static String json(Checkout checkout, List<Part> parts, boolean healthy) {
        var state = State.load(checkout);
        var root = Json.object().put("healthy", healthy).put("public_url", state.publicUrl());
        var list = root.putArray("parts");
        for (var part : parts) {
            list.addObject()
                    .put("name", part.name())
                    .put("health", part.health())
                    .put("allocation", part.allocation())
                    .put("version", part.version())
                    .put("memory", part.memory())
                    .put("address", part.address());
        }
        var demo = root.putObject("demo");
        demo.put("password", Addresses.demoPassword(checkout));
        var users = demo.putArray("users");
        Addresses.demoUsers(checkout)
                .forEach(user -> users.addObject().put("name", user.name()).put("role", user.role()));
        return Json.pretty(root) + "\n";
    }
}
