package dev.matinee.cli;

import picocli.CommandLine.Command;

@Command(name = "test", mixinStandardHelpOptions = true)
final class TestCommand implements Runnable {
    @Override
    public void run() {}
}
