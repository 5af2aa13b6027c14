package dev.matinee.cli;

import picocli.CommandLine.Command;

@Command(name = "logs", mixinStandardHelpOptions = true)
final class LogsCommand implements Runnable {
    @Override
    public void run() {}
}
