package dev.matinee.cli;

import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.DeadLetters;
import dev.matinee.kit.kafka.KafkaSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dlq",
        mixinStandardHelpOptions = true,
        description = "The events that a service could not handle and set aside: list, look, and drive back.",
        subcommands = {DlqCommand.ListCommand.class, DlqCommand.ShowCommand.class, DlqCommand.RedriveCommand.class})
final class DlqCommand implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** Where Kafka is: that of this checkout's stack, unless told. */
    static final class Where {
        @Option(
                names = "--bootstrap",
                paramLabel = "HOST:PORT",
                description = "Another Kafka than this checkout's, which asks nobody who they are.")
        private Optional<String> bootstrap = Optional.empty();

        KafkaSettings kafka() {
            if (bootstrap.isPresent()) {
                return new KafkaSettings(bootstrap.get(), "matinee-dlq");
            }
            var checkout = Checkout.current();
            var address = Health.of("kafka")
                    .passing()
                    .orElseThrow(() -> CliError.unhealthy("kafka does not run; start with: ./matinee up"));
            // No service may read another's letters, nor write into its topics; the cluster's own user may.
            var password = Stack.savedSecrets(checkout).get("kafka");
            if (password == null) {
                throw CliError.failed("this checkout has no secret of Kafka; was it started by ./matinee up?");
            }
            return new KafkaSettings(
                    address, "matinee-dlq", Optional.of(KafkaSettings.Login.ofTheCluster("kafka", password)));
        }
    }

    static Topic topic(String name) {
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(name))
                .findFirst()
                .orElseThrow(() -> CliError.failed("there is no topic " + name + "; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(Topic.values())
                                        .map(Topic::topicName)
                                        .toList())));
    }

    /** Runs what asks Kafka; its failures in one line. */
    static <T> T asking(Asking<T> work) {
        try {
            return work.ask();
        } catch (KafkaException e) {
            throw CliError.failed("Kafka says: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CliError.failed("interrupted");
        }
    }

    /** Something that Kafka is asked. */
    @FunctionalInterface
    interface Asking<T> {
        T ask() throws InterruptedException;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "How many letters each consumer group has, and how many wait to be driven back.")
    static final class ListCommand implements Runnable {
        @Mixin
        private Where where = new Where();

        @Option(names = "--json", description = "As JSON on standard output.")
        private boolean json;

        @Override
        public void run() {
            var boxes = asking(() -> DeadLetters.list(where.kafka()));
            if (json) {
                System.out.println(Json.pretty(boxes.stream()
                        .map(box -> Json.object()
                                .put("topic", box.topic().topicName())
                                .put("group", box.group())
                                .put("kept", box.kept())
                                .put("waiting", box.waiting()))
                        .toList()));
                return;
            }
            var rows = new ArrayList<List<String>>();
            rows.add(List.of("topic", "group", "waiting", "kept"));
            boxes.forEach(box -> rows.add(List.of(
                    box.topic().topicName(), box.group(), String.valueOf(box.waiting()), String.valueOf(box.kept()))));
            rows.forEach(row -> System.out.println(
                    "%-16s %-20s %8s %8s".formatted(row.get(0), row.get(1), row.get(2), row.get(3))));
        }
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "The last letters of a group, the newest first, each with its cause.")
    static final class ShowCommand implements Runnable {
        private static final int MOST = 500;

        @Mixin
        private Where where = new Where();

        @Parameters(index = "0", paramLabel = "TOPIC", description = "Such as social.events.")
        private String topic = "";

        @Parameters(index = "1", paramLabel = "GROUP", description = "The consumer group, such as notify.")
        private String group = "";

        @Option(names = "--last", paramLabel = "N", description = "How many; 10 unless told, 500 at most.")
        private int last = 10;

        @Option(names = "--json", description = "As JSON on standard output.")
        private boolean json;

        @Override
        public void run() {
            int limit = Math.max(1, Math.min(last, MOST));
            var letters = asking(() -> DeadLetters.show(where.kafka(), topic(topic), group, limit));
            if (json) {
                System.out.println(Json.pretty(letters.stream()
                        .map(letter -> Json.object()
                                .put("event_id", letter.eventId())
                                .put("type", letter.type())
                                .put("key", letter.key())
                                .put("cause", letter.cause())
                                .put("from", letter.from())
                                .put("set_aside", letter.setAside().toString())
                                .put("data", letter.data()))
                        .toList()));
                return;
            }
            letters.forEach(letter -> System.out.printf(
                    "%s  %s  %s%n    from  %s%n    key   %s%n    cause %s%n    data  %s%n%n",
                    letter.setAside(),
                    letter.type().isEmpty() ? "no event" : letter.type(),
                    letter.eventId(),
                    letter.from(),
                    letter.key(),
                    letter.cause(),
                    letter.data()));
            System.out.println(letters.isEmpty() ? "there are none" : letters.size() + " shown");
        }
    }

    @Command(
            name = "redrive",
            mixinStandardHelpOptions = true,
            description =
                    "Sends a group's letters back to their topic, once each, after what they failed by was mended.")
    static final class RedriveCommand implements Runnable {
        @Mixin
        private Where where = new Where();

        @Parameters(index = "0", paramLabel = "TOPIC", description = "Such as social.events.")
        private String topic = "";

        @Parameters(index = "1", paramLabel = "GROUP", description = "The consumer group, such as notify.")
        private String group = "";

        @Override
        public void run() {
            var done = asking(() -> DeadLetters.redrive(where.kafka(), topic(topic), group, Clock.systemUTC()));
            System.out.println(done.again() + " sent back"
                    + (done.tooOld() == 0
                            ? ""
                            : ", " + done.tooOld() + " too old to be: who handled them would do so again"));
        }
    }
}
