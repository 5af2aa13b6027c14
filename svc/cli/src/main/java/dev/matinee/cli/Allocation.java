package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** One placement of a job: its tasks, what happened to them, and what they wrote. */
record Allocation(JsonNode node) {
    // Fewer than a job's own attempts: a person watches, and the next tries would tell the same.
    private static final int RESTARTS_SHOWN = 3;

    static Allocation of(JsonNode node) {
        return new Allocation(node);
    }

    static Optional<Allocation> newest(String job) {
        return Agent.NOMAD
                .get("/v1/job/" + job + "/allocations")
                .valueStream()
                .max(Comparator.comparingLong(it -> it.path("CreateIndex").asLong()))
                .map(Allocation::new);
    }

    String id() {
        return node.path("ID").asText();
    }

    String status() {
        return node.path("ClientStatus").asText();
    }

    List<String> tasks() {
        var names = new ArrayList<String>();
        node.path("TaskStates").properties().forEach(it -> names.add(it.getKey()));
        return names;
    }

    void refuseWhenFailing() {
        node.path("TaskStates").properties().forEach(task -> {
            var state = task.getValue();
            var restarting = state.path("Restarts").asInt() >= RESTARTS_SHOWN
                    && !state.path("State").asText().equals("running");
            if (state.path("Failed").asBoolean() || restarting) {
                throw CliError.unhealthy(node.path("JobID").asText() + " fails: " + lastEvent(state))
                        .withTail(tail(task.getKey(), 15));
            }
        });
        if (status().equals("failed")) {
            throw CliError.unhealthy(node.path("JobID").asText() + " fails: "
                    + node.path("ClientDescription").asText());
        }
    }

    private static String lastEvent(JsonNode state) {
        var said = "";
        for (var event : state.path("Events")) {
            var type = event.path("Type").asText();
            // What comes after these only says what Nomad does about it.
            if (List.of("Terminated", "Driver Failure", "Failed Artifact Download", "Template", "Setup Failure")
                    .contains(type)) {
                said = type + ", " + event.path("DisplayMessage").asText();
            }
        }
        return said.isEmpty() ? "a task ended" : said;
    }

    String tail(int lines) {
        return tasks().stream().findFirst().map(task -> tail(task, lines)).orElse("");
    }

    String tail(String task, int lines) {
        var errors = log(task, "stderr", 16_000);
        var output = log(task, "stdout", 16_000);
        return LogTail.of(LogTail.of(output, lines) + "\n" + LogTail.of(errors, lines), 2 * lines);
    }

    /** The files Nomad rotates its tasks' output through, oldest first. */
    List<String> logFiles(Checkout checkout) {
        var directory = checkout.run().resolve("nomad/alloc").resolve(id()).resolve("alloc/logs");
        return Checkout.list(directory).stream()
                .filter(Files::isRegularFile)
                .map(Path::toString)
                .toList();
    }

    long residentMebibytes() {
        var answer = Agent.NOMAD.send("GET", "/v1/client/allocation/" + id() + "/stats", "");
        if (!answer.ok()) {
            return 0;
        }
        var memory = answer.json().path("ResourceUsage").path("MemoryStats");
        return Math.max(memory.path("RSS").asLong(), memory.path("Usage").asLong()) / (1024 * 1024);
    }

    String log(String task, String stream, int bytes) {
        var answer = Agent.NOMAD.send(
                "GET",
                "/v1/client/fs/logs/" + id() + "?task=" + task + "&type=" + stream + "&origin=end&offset=" + bytes
                        + "&plain=true",
                "");
        return answer.ok() ? answer.body() : "";
    }
}
