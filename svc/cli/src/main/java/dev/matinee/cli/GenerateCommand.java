package dev.matinee.cli;

import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Makes up data, for looking at what is made of it.",
        subcommands = GenerateCommand.Events.class)
final class GenerateCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(
            name = "events",
            mixinStandardHelpOptions = true,
            description = {
                "Sends a made-up history of viewers, what they watched and what pages showed them, as the collector would.",
                "The same options give the same events, which count once however often they are sent. Without --until the days"
                        + " are others tomorrow, and with another film of the platform's so are the events: then they"
                        + " are added to those sent before."
            })
    static final class Events implements Callable<Integer> {
        private static final int MOST_DAYS = 366;
        private static final long MOST_EVENTS = 100_000_000;
        private static final int MOST_FILMS = 10_000;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private CommandSpec spec;

        @Option(names = "--days", paramLabel = "N", description = "How many days of it; 90 unless told, 366 at most.")
        private int days = 90;

        @Option(
                names = "--events",
                paramLabel = "N",
                description = "How many events in all; 1000000 unless told, 100 million at most.")
        private long events = 1_000_000;

        @Option(names = "--seed", paramLabel = "N", description = "Another number is another history; 1 unless told.")
        private long seed = 1;

        @Option(
                names = "--until",
                paramLabel = "DATE",
                description = "The day behind the last; today (UTC) unless told.")
        private Optional<LocalDate> until = Optional.empty();

        @Option(
                names = "--films",
                paramLabel = "N",
                description =
                        "How many are watched; 200 unless told. Those of the platform come first, the rest is made up.")
        private int films = 200;

        @Option(names = "--dry-run", description = "Send nothing, and print how many of what it would be, and some.")
        private boolean dryRun;

        @Override
        public Integer call() {
            within("--days", days, MOST_DAYS);
            within("--events", events, MOST_EVENTS);
            within("--films", films, MOST_FILMS);
            var checkout = Checkout.current();
            var folder = checkout.data().resolve("analytics");
            return ServiceProgram.run(
                    checkout,
                    "analytics",
                    dryRun ? Map.of() : kafka(checkout),
                    "generate",
                    Files.isDirectory(folder.resolve("tables")) ? folder.toString() : "-",
                    until.orElseGet(() -> LocalDate.now(ZoneOffset.UTC))
                            .minusDays(days)
                            .toString(),
                    String.valueOf(days),
                    String.valueOf(events),
                    String.valueOf(seed),
                    String.valueOf(films),
                    dryRun ? "tell" : "send");
        }

        private void within(String option, long value, long most) {
            if (value < 1 || value > most) {
                throw new ParameterException(spec.commandLine(), option + " is to be from 1 to " + most);
            }
        }

        private static Map<String, String> kafka(Checkout checkout) {
            var address = Health.of("kafka")
                    .passing()
                    .orElseThrow(() -> CliError.unhealthy("kafka does not run; start with: ./matinee up"));
            var environment = new HashMap<String, String>();
            environment.put("KAFKA_BOOTSTRAP", address);
            var password = Stack.savedSecrets(checkout).get("kafka_analytics");
            if (password == null) {
                throw CliError.failed("this checkout has no password for kafka; start with ./matinee up");
            }
            environment.put("KAFKA_USER", "analytics");
            environment.put("KAFKA_PASSWORD", password);
            return environment;
        }
    }
}
