package dev.matinee.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Brings the whole stack up: tools, build, agents, every part as soon as what it needs is ready.")
final class UpCommand implements Runnable {
    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the gateway on localhost; the one of the last time, at first "
                    + State.DEFAULT_GATEWAY_PORT + ".")
    private Optional<Integer> port = Optional.empty();

    @Option(names = "--no-build", description = "Take what was built last, even when sources are newer.")
    private boolean asBuilt;

    @Override
    public void run() {
        var checkout = Checkout.current();
        System.out.print(Addresses.text(checkout, up(checkout)));
    }

    private State up(Checkout checkout) {
        try (var console = Console.standard()) {
            return new Stack(checkout, console)
                    .up(port.orElseGet(() -> State.load(checkout).gatewayPort()), !asBuilt);
        }
    }
}
