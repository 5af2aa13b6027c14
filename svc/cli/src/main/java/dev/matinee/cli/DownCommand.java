package dev.matinee.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops everything; what was stored stays, unless it is purged.")
final class DownCommand implements Runnable {
    @Option(
            names = "--purge",
            description = "Also delete .matinee: databases, films, secrets, logs. The tool cache stays.")
    private boolean purge;

    @Override
    public void run() {
        try (var console = Console.standard()) {
            new Stack(Checkout.current(), console).down(purge);
            console.title("Down");
        }
    }
}
