package dev.matinee.cli;

import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "warehouse",
        mixinStandardHelpOptions = true,
        description = "Asks the files that analytics writes on this machine.",
        subcommands = WarehouseCommand.Sql.class)
final class WarehouseCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    @Command(
            name = "sql",
            mixinStandardHelpOptions = true,
            description = "Answers a question in SQL; SHOW TABLES names the tables, and DESCRIBE a table its columns.")
    static final class Sql implements Callable<Integer> {
        @Parameters(paramLabel = "SELECT", description = "The question, in quotes.")
        @SuppressWarnings("NullAway.Init") // set by picocli before call
        private String question;

        @Override
        public Integer call() {
            var checkout = Checkout.current();
            var folder = checkout.data().resolve("analytics");
            if (!Files.isDirectory(folder.resolve("tables"))) {
                throw CliError.failed("there is no warehouse on this machine yet; start with ./matinee up");
            }
            return ServiceProgram.run(checkout, "analytics", Map.of(), "sql", folder.toString(), question);
        }
    }
}
