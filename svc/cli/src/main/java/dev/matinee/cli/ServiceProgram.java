package dev.matinee.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a service's own program does beside serving; it knows its data, the command only starts it. */
final class ServiceProgram {
    private static final Duration LIMIT = Duration.ofHours(1);

    private ServiceProgram() {}

    /** Builds it, runs it in this terminal, and returns what it ended with. */
    static int run(Checkout checkout, String service, Map<String, String> environment, String... arguments) {
        try (var console = Console.standard()) {
            new Build(checkout, console).services();
        }
        var unpacked = Checkout.made(checkout.run().resolve(service));
        Exec.of(
                        "tar",
                        "-xzf",
                        checkout.root()
                                .resolve("svc/" + service + "/target")
                                .resolve(ArtifactStore.archive(service))
                                .toString(),
                        "-C",
                        unpacked.toString())
                .logged(checkout.log(service), service + " could not be unpacked");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                unpacked.resolve(service + ".jar").toString()));
        command.addAll(List.of(arguments));
        var program = Exec.of(command).within(LIMIT);
        for (var variable : environment.entrySet()) {
            program = program.with(variable.getKey(), variable.getValue());
        }
        return program.attached();
    }
}
