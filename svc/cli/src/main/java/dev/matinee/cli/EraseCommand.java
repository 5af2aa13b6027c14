package dev.matinee.cli;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = "Has what analytics knows of a member deleted from every file, and waits for it.")
final class EraseCommand implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final String PATH = "/api/analytics/v1/erasures";

    @Parameters(paramLabel = "USER", description = "The member's id, the subject of their tokens: a UUID.")
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private String user;

    @Option(names = "--login", description = "Log in by browser, as an operator who is not a demo user.")
    private boolean browser;

    @Option(
            names = "--server",
            paramLabel = "URL",
            converter = GatewayAddress.class,
            description = "Another gateway than that of this checkout.")
    private Optional<URI> server = Optional.empty();

    @Override
    public void run() {
        var checkout = Checkout.current();
        var base = server.orElseGet(() -> URI.create(State.load(checkout).publicUrl()));
        var gateway = new Gateway(base, Login.ofOperator(checkout, base, browser, server.isPresent()), Trace.begin());
        var asked = gateway.send(gateway.request(gateway.at(PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        Json.write(Json.object().put("user", user))))
                .build());
        if (!asked.ok()) {
            throw Gateway.refusal("erasing somebody", asked);
        }
        try (var console = Console.standard()) {
            console.during("erase", () -> await(gateway), done -> "analytics knows nothing of them any more");
        }
    }

    private Boolean await(Gateway gateway) {
        var path = PATH + "/" + URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20");
        var done = Wait.until(PATIENCE, Duration.ofMillis(500), () -> {
            var answer = gateway.send(gateway.poll(gateway.at(path)).GET().build());
            if (!answer.ok() && answer.status() < 500) {
                throw Gateway.refusal("asking how far it is", answer);
            }
            return answer.ok() && answer.json().path("state").asText().equals("done");
        });
        if (!done) {
            throw CliError.unhealthy("it is not done within " + PATIENCE.toMinutes()
                    + " minutes; it goes on by itself: ./matinee logs analytics tells more");
        }
        return true;
    }
}
