package dev.matinee.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = "Publishes a film through the gateway. Run again after a cut, it goes on where it stopped.")
final class PublishCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "The film.")
    @SuppressWarnings("NullAway.Init") // picocli refuses to run without it
    private Path file;

    @Option(names = "--title", paramLabel = "TEXT", description = "Its title; otherwise the file's name.")
    private Optional<String> title = Optional.empty();

    @Option(names = "--description", paramLabel = "TEXT", description = "What it is about.")
    private Optional<String> about = Optional.empty();

    @Option(names = "--tag", paramLabel = "WORD", description = "A tag; may be given several times.")
    private List<String> tags = List.of();

    @Option(
            names = "--visibility",
            paramLabel = "WHO",
            defaultValue = "public",
            description = "public, unlisted, followers or private (${DEFAULT-VALUE}).")
    private String visibility = "public";

    @Option(
            names = "--as",
            paramLabel = "USER",
            description = "A demo user of the development stack; otherwise its creator.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--login", description = "Log in by browser, as somebody who is not a demo user.")
    private boolean browser;

    @Option(
            names = "--server",
            paramLabel = "URL",
            converter = GatewayAddress.class,
            description = "Another gateway than that of this checkout.")
    private Optional<URI> server = Optional.empty();

    @Option(names = "--json", description = "The id, state, addresses and timeline as JSON on standard output.")
    private boolean json;

    @Override
    public void run() {
        if (!Files.isRegularFile(file)) {
            throw CliError.failed("there is no file " + file);
        }
        var details = Json.object()
                .put("title", title.orElseGet(this::titleOfFile))
                .put("visibility", visibility.toLowerCase(Locale.ROOT));
        about.ifPresent(text -> details.put("description", text));
        tags.forEach(details.withArray("tags")::add);
        var checkout = Checkout.current();
        var base = server.orElseGet(() -> URI.create(State.load(checkout).publicUrl()));
        show(publish(checkout, file, base, login(checkout, base), user.orElse(""), details), json);
    }

    private Login login(Checkout checkout, URI base) {
        if (browser) {
            return Login.byDevice(base);
        }
        var password = Addresses.demoPassword(checkout);
        if (server.isEmpty() && !password.isEmpty()) {
            return Login.byPassword(base, user.orElseGet(() -> Addresses.demoCreator(checkout)), password);
        }
        return Login.remembered(base)
                .orElseThrow(() -> CliError.refused("you are not logged in at " + base + "; add --login"));
    }

    private String titleOfFile() {
        return String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "").replace('_', ' ');
    }

    /** Publishes, and tells the id, state, addresses and timeline as {@code --json} prints them. */
    static ObjectNode publish(Checkout checkout, Path file, URI base, Login login, String user, ObjectNode details) {
        var memory = checkout.run().resolve("uploads").resolve(FileMark.of(file, user, base.toString()) + ".json");
        System.err.println("Publishing " + file.getFileName() + " to " + base);
        var published = new Publisher(memory, file, base, login).publish(details);
        var trace = published.trace();
        if (Agent.CONSUL.ready()) {
            Health.of("zipkin").passing().ifPresent(it -> trace.report("publish", URI.create("http://" + it)));
        }
        return result(base, published);
    }

    static void show(ObjectNode result, boolean json) {
        if (json) {
            System.out.println(Json.pretty(result));
            return;
        }
        System.out.println("Timeline");
        for (var moment : result.path("timeline")) {
            System.out.printf(
                    Locale.ROOT,
                    "  %8.1f s  %s%n",
                    moment.path("millis").asLong() / 1000.0,
                    moment.path("what").asText());
        }
        System.out.println("Addresses");
        for (var name : List.of("watch", "manifest", "api", "trace")) {
            if (result.has(name + "_url")) {
                System.out.printf(
                        "  %-9s %s%n", name, result.path(name + "_url").asText());
            }
        }
    }

    private static ObjectNode result(URI base, Publisher.Published published) {
        var id = published.video().path("id").asText();
        var result = Json.object()
                .put("id", id)
                .put("state", published.video().path("state").asText())
                .put("title", published.video().path("title").asText())
                .put("watch_url", base.resolve("/watch/" + id).toString())
                .put("api_url", base.resolve("/api/catalog/v1/videos/" + id).toString());
        published.manifest().ifPresent(url -> result.put("manifest_url", url));
        result.put("trace_id", published.trace().id());
        if (base.getHost().equals("localhost")) {
            result.put(
                    "trace_url",
                    "http://zipkin.localhost:" + base.getPort() + "/zipkin/traces/"
                            + published.trace().id());
        }
        var timeline = result.putArray("timeline");
        published
                .timeline()
                .forEach(it -> timeline.addObject().put("millis", it.millis()).put("what", it.what()));
        return result;
    }
}
