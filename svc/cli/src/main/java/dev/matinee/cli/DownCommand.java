package dev.matinee.cli;

import picocli.CommandLine.Command;

@Command(name = "down", mixinStandardHelpOptions = true)
final class DownCommand implements Runnable {
    @Override
    public void run() {}
}
