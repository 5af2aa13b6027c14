package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "reindex",
        mixinStandardHelpOptions = true,
        description = "Builds the search index anew from catalog while searches go on, and waits for it.")
final class ReindexCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofHours(6);
    private static final String PATH = "/api/search/v1/reindex";

    @Option(names = "--login", description = "Log in by browser, as an operator who is not a demo user.")
    private boolean browser;

    @Option(
            names = "--server",
            paramLabel = "URL",
            converter = GatewayAddress.class,
            description = "Another gateway than that of this checkout.")
    private Optional<URI> server = Optional.empty();

    @Option(names = "--json", description = "How it ended as JSON on standard output.")
    private boolean json;

    @Override
    public void run() {
        var checkout = Checkout.current();
        var base = server.orElseGet(() -> URI.create(State.load(checkout).publicUrl()));
        var gateway = new Gateway(base, Login.ofOperator(checkout, base, browser, server.isPresent()), Trace.begin());
        var begun = gateway.send(gateway.request(gateway.at(PATH))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
        // One that is under way already is as good.
        if (!begun.ok() && begun.status() != 409) {
            throw Gateway.refusal("rebuilding the index", begun);
        }
        try (var console = Console.standard()) {
            var ended = console.during("reindex", () -> await(console, gateway), ReindexCommand::said);
            if (json) {
                System.out.println(Json.pretty(ended));
            }
        }
    }

    private static JsonNode await(Console console, Gateway gateway) {
        var last = new JsonNode[] {Json.object()};
        var ended = Wait.until(PATIENCE, Duration.ofMillis(500), () -> {
            var answer = gateway.send(gateway.poll(gateway.at(PATH)).GET().build());
            // The instance that was asked may be replaced meanwhile; another tells on.
            if (answer.ok()) {
                last[0] = answer.json();
                console.note("reindex", said(last[0]));
            } else if (answer.status() < 500) {
                throw Gateway.refusal("asking how far the index is", answer);
            }
            return !last[0].path("state").asText("running").equals("running");
        });
        if (!ended) {
            throw CliError.unhealthy(
                    "the index is not rebuilt within " + PATIENCE.toHours() + " hours: " + said(last[0]));
        }
        if (!last[0].path("state").asText().equals("done")) {
            throw CliError.failed("the index was not rebuilt, the old one goes on: "
                    + last[0].path("problem").asText("unknown") + "; ./matinee logs search tells more");
        }
        return last[0];
    }

    private static String said(JsonNode progress) {
        return "%d of %d can be found, in %s"
                .formatted(
                        progress.path("indexed").asLong(),
                        progress.path("read").asLong(),
                        progress.path("index").asText("a new index"));
    }
}
