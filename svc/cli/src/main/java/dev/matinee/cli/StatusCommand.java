package dev.matinee.cli;

import picocli.CommandLine.Command;

@Command(name = "status", mixinStandardHelpOptions = true)
final class StatusCommand implements Runnable {
    @Override
    public void run() {}
}
