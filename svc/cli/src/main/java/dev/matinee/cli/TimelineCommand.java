package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "timeline",
        mixinStandardHelpOptions = true,
        description = "How a video came about: from the first byte of its file to the first picture that a viewer saw.")
final class TimelineCommand implements Runnable {
    @Parameters(paramLabel = "ID", description = "The video's id, a UUID: the last part of its address.")
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private UUID id;

    @Option(names = "--login", description = "Log in by browser, as an operator or the video's owner.")
    private boolean browser;

    @Option(
            names = "--server",
            paramLabel = "URL",
            converter = GatewayAddress.class,
            description = "Another gateway than that of this checkout.")
    private Optional<URI> server = Optional.empty();

    @Option(names = "--json", description = "As the platform answers, on standard output.")
    private boolean json;

    @Override
    public void run() {
        var checkout = Checkout.current();
        var base = server.orElseGet(() -> URI.create(State.load(checkout).publicUrl()));
        var gateway = new Gateway(base, Login.ofOperator(checkout, base, browser, server.isPresent()), Trace.begin());
        var answer = gateway.send(gateway.request(gateway.at("/api/catalog/v1/videos/" + id + "/timeline"))
                .GET()
                .build());
        if (!answer.ok()) {
            throw Gateway.refusal("asking how video " + id + " came about", answer);
        }
        System.out.print(json ? Json.pretty(answer.json()) + "\n" : text(answer.json(), ZoneId.systemDefault()));
    }

    /** A line for each thing that happened, with the time since the first. */
    static String text(JsonNode timeline, ZoneId zone) {
        var time =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
        var rows = new ArrayList<List<String>>();
        Instant first = null;
        for (var entry : timeline.path("entries")) {
            var at = Instant.parse(entry.path("at").asText());
            first = first == null ? at : first;
            rows.add(List.of(
                    time.format(at),
                    "+" + since(Duration.between(first, at)),
                    entry.path("kind").asText().replace('_', ' '),
                    details(entry)));
        }
        var out = new StringBuilder(new Table(List.of("TIME", "SINCE", "WHAT", ""), rows).text());
        out.append("the video is ").append(timeline.path("state").asText()).append('\n');
        var trace = timeline.path("trace_url").asText(timeline.path("trace_id").asText());
        if (!trace.isEmpty()) {
            out.append("its trace: ").append(trace).append('\n');
        }
        return out.toString();
    }

    private static String details(JsonNode entry) {
        var said = new StringJoiner(", ");
        add(said, entry, "place", "place %s in the queue");
        add(said, entry, "attempt", "try %s");
        add(said, entry, "piece", "piece %s");
        add(said, entry, "worker", "by %s");
        add(said, entry, "step", "%s");
        add(said, entry, "rung", "%s");
        var renditions = new StringJoiner(" ");
        entry.path("renditions").forEach(name -> renditions.add(name.asText()));
        if (renditions.length() > 0) {
            said.add(renditions.toString());
        }
        add(said, entry, "size_bytes", "%s bytes");
        add(said, entry, "code", "%s");
        add(said, entry, "detail", "%s");
        return said.toString();
    }

    private static void add(StringJoiner said, JsonNode entry, String field, String words) {
        if (entry.hasNonNull(field)) {
            said.add(words.formatted(entry.path(field).asText()));
        }
    }

    private static String since(Duration passed) {
        if (passed.compareTo(Duration.ofMinutes(1)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", passed.toMillis() / 1000.0);
        }
        return passed.compareTo(Duration.ofHours(1)) < 0
                ? "%d:%02d min".formatted(passed.toMinutes(), passed.toSecondsPart())
                : "%d:%02d h".formatted(passed.toHours(), passed.toMinutesPart());
    }
}
