package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts as Nomad jobs: read from their files with the variables filled in, submitted, and waited for. */
final class Jobs {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    // While the gateway is replaced its fixed port counts twice, and for that moment nothing else can be placed.
    private static final Duration PLACING = Duration.ofSeconds(45);

    private final Checkout checkout;
    private final Path nomad;

    Jobs(Checkout checkout, Path nomad) {
        this.checkout = checkout;
        this.nomad = nomad;
    }

    /** Every job that development runs, by name. */
    Map<String, JsonNode> read(Path releaseVar) {
        var parsed = Tasks.all(checkout.jobFiles(), file -> parse(file, releaseVar));
        var jobs = new TreeMap<String, JsonNode>();
        for (var job : parsed) {
            if (!job.path("Meta").path("optional").asText().equals("true")) {
                jobs.put(job.path("ID").asText(), job);
            }
        }
        return jobs;
    }

    private JsonNode parse(Path file, Path releaseVar) {
        var result = Exec.of(
                        nomad.toString(),
                        "job",
                        "run",
                        "-output",
                        "-var-file",
                        checkout.jobs().resolve("vars/dev.var").toString(),
                        "-var-file",
                        releaseVar.toString(),
                        file.toString())
                .with("NOMAD_ADDR", Agent.NOMAD.base().toString())
                .capture();
        if (result.exit() != 0) {
            throw CliError.failed(checkout.shown(file) + " is not a valid job")
                    .withTail(LogTail.of(result.output(), 15));
        }
        return Json.parse(result.output()).path("Job");
    }

    static StartGraph graph(Collection<JsonNode> jobs) {
        var needs = new LinkedHashMap<String, String>();
        for (var job : jobs) {
            needs.put(job.path("ID").asText(), job.path("Meta").path("needs").asText(""));
        }
        return StartGraph.of(needs);
    }

    /** Writes a job's secrets when they changed: a write alone would make its tasks render again. */
    static void variable(String job, JsonNode items) {
        var path = "/v1/var/nomad/jobs/" + job;
        var there = Agent.NOMAD.send("GET", path, "");
        if (there.ok() && there.json().path("Items").equals(items)) {
            return;
        }
        var body = Json.object().put("Path", "nomad/jobs/" + job);
        body.set("Items", items);
        Agent.NOMAD.ask("PUT", path, Json.write(body));
    }

    static void submit(JsonNode job) {
        Agent.NOMAD.ask("POST", "/v1/jobs", Json.write(Json.object().set("Job", job)));
    }

    /** Returns where the part listens, once Consul finds all its checks passing. */
    static String awaitReady(JsonNode submitted) {
        var name = submitted.path("ID").asText();
        var batch = submitted.path("Type").asText().equals("batch");
        var version = Agent.NOMAD.get("/v1/job/" + name).path("Version").asInt();
        var address = new String[] {""};
        var begun = System.nanoTime();
        var ready = Wait.until(PATIENCE, Duration.ofMillis(300), () -> {
            var allocations = Agent.NOMAD.get("/v1/job/" + name + "/allocations");
            var current = current(allocations, version);
            if (current.isEmpty()) {
                if (System.nanoTime() - begun > PLACING.toNanos()) {
                    refuseWhenNowhere(name);
                }
                return false;
            }
            current.forEach(allocation -> Allocation.of(allocation).refuseWhenFailing());
            if (batch) {
                return current.stream()
                        .allMatch(it -> it.path("ClientStatus").asText().equals("complete"));
            }
            var running = current.stream()
                    .filter(it -> it.path("ClientStatus").asText().equals("running"))
                    .toList();
            var instance = Health.of(name).passing(running);
            instance.ifPresent(it -> address[0] = it);
            return running.size() == current.size() && instance.isPresent();
        });
        if (!ready) {
            throw CliError.unhealthy(name + " did not become healthy within " + PATIENCE.toMinutes() + " minutes: "
                            + Health.of(name).summary())
                    .withTail(Allocation.newest(name).map(it -> it.tail(15)).orElse(""));
        }
        return address[0];
    }

    private static List<JsonNode> current(JsonNode allocations, int version) {
        return allocations
                .valueStream()
                .filter(it -> it.path("JobVersion").asInt() == version)
                .filter(it -> it.path("DesiredStatus").asText().equals("run"))
                .toList();
    }

    private static void refuseWhenNowhere(String name) {
        for (var evaluation : Agent.NOMAD.get("/v1/job/" + name + "/evaluations")) {
            if (evaluation.path("Status").asText().equals("blocked")) {
                var why = new TreeMap<String, String>();
                evaluation.path("FailedTGAllocs").forEach(group -> {
                    group.path("ConstraintFiltered").properties().forEach(it -> why.put(it.getKey(), ""));
                    group.path("DimensionExhausted").properties().forEach(it -> why.put(it.getKey(), ""));
                });
                if (!why.isEmpty()) {
                    throw CliError.unhealthy(
                            "no node of this machine can take " + name + ": " + String.join(", ", why.keySet()));
                }
            }
        }
    }

    /** The graph as the running jobs tell it; what is stopped need not be in a file any more. */
    static Map<String, JsonNode> running() {
        var jobs = new TreeMap<String, JsonNode>();
        for (var stub : Agent.NOMAD.get("/v1/jobs?meta=true")) {
            if (!stub.path("Stop").asBoolean()) {
                jobs.put(stub.path("ID").asText(), stub);
            }
        }
        return jobs;
    }

    /** Deregisters and waits until no process of it is left. */
    static void stop(String name, Duration patience) {
        Agent.NOMAD.ask("DELETE", "/v1/job/" + name, "");
        var gone = Wait.until(
                patience,
                Duration.ofMillis(200),
                () -> Agent.NOMAD
                        .get("/v1/job/" + name + "/allocations")
                        .valueStream()
                        .map(it -> it.path("ClientStatus").asText())
                        .noneMatch(List.of("pending", "running", "unknown")::contains));
        if (!gone) {
            throw CliError.unhealthy(name + " did not end within " + patience.toSeconds() + " s");
        }
        // Only now: a purged job no longer tells of its allocations.
        Agent.NOMAD.ask("DELETE", "/v1/job/" + name + "?purge=true", "");
    }
}
