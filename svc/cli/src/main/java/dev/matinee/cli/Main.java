package dev.matinee.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

@Command(
        name = "matinee",
        version = "matinee " + Checkout.VERSION,
        mixinStandardHelpOptions = true,
        description = "A video platform on plain machines: the one command that runs, feeds and proves it.",
        footer = {
            "",
            "Start with: ./matinee demo",
            "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the machine lacks something, 4 a part is unhealthy,"
                    + " 5 the platform refused."
        },
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            PublishCommand.class,
            TimelineCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DoctorCommand.class,
            ToolsCommand.class,
            TestCommand.class,
            BenchCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            ReindexCommand.class,
            DlqCommand.class,
            FeedCommand.class,
            WarehouseCommand.class,
            EraseCommand.class,
            GenerateCommand.class,
            DownCommand.class,
            HelpCommand.class,
            GenerateCompletion.class
        })
final class Main implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandLine.Model.CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((failure, command, parsed) -> {
            var err = command.getErr();
            if (!(failure instanceof CliError error)) {
                err.println("matinee: unexpected: " + failure);
                failure.printStackTrace(err);
                return CliError.Exit.FAILED.code;
            }
            err.println("matinee: " + error.getMessage());
            var tail = error.tail();
            if (!tail.isEmpty()) {
                error.log().ifPresent(log -> err.println("the last lines of " + log + ":"));
                tail.lines().forEach(line -> err.println("    " + line));
            }
            return error.exit().code;
        });
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
