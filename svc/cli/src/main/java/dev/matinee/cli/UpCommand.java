package dev.matinee.cli;

import picocli.CommandLine.Command;

@Command(name = "up", mixinStandardHelpOptions = true)
final class UpCommand implements Runnable {
    @Override
    public void run() {}
}
