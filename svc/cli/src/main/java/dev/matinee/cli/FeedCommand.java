package dev.matinee.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What feed's own program does beside serving; it knows the events, this command only starts it. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        description = "Records what happened, and replays it through feed's rankers.",
        subcommands = {FeedCommand.Replay.class, FeedCommand.Recording.class})
final class FeedCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description =
                    "Replays a recorded log through rankers and prints recall@k, diversity and coverage side by side.")
    static final class Replay implements Callable<Integer> {
        @Parameters(paramLabel = "LOG", description = "A log as 'matinee feed record' writes it.")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private Path log;

        @Option(
                names = "--rankers",
                paramLabel = "A,B",
                description = "Of home, following, trending, related; home,following unless told.")
        private String rankers = "home,following";

        @Option(names = "--k", paramLabel = "N", description = "How many things are shown; 10 unless told.")
        private int count = 10;

        @Option(
                names = "--part",
                paramLabel = "P",
                description = "The part of the log's time that the rankers see; 0.8 unless told.")
        private double part = 0.8;

        @Override
        public Integer call() {
            return ServiceProgram.run(
                    Checkout.current(),
                    "feed",
                    Map.of(),
                    "replay",
                    log.toAbsolutePath().toString(),
                    rankers,
                    String.valueOf(count),
                    String.valueOf(part));
        }
    }

    @Command(
            name = "record",
            mixinStandardHelpOptions = true,
            description =
                    "Writes what Kafka still has of content and of what members did into a log, on a running stack.")
    static final class Recording implements Callable<Integer> {
        @Parameters(paramLabel = "LOG", description = "The file to write.")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private Path log;

        @Override
        public Integer call() {
            var checkout = Checkout.current();
            var kafka = Health.of("kafka")
                    .passing()
                    .orElseThrow(() -> CliError.unhealthy("kafka is not there; start with ./matinee up"));
            var password = Stack.savedSecrets(checkout).get("kafka_feed");
            if (password == null) {
                throw CliError.failed("this checkout has no password for kafka; start with ./matinee up");
            }
            return ServiceProgram.run(
                    checkout,
                    "feed",
                    Map.of("KAFKA_BOOTSTRAP", kafka, "KAFKA_USER", "feed", "KAFKA_PASSWORD", password),
                    "record",
                    log.toAbsolutePath().toString());
        }
    }
}
