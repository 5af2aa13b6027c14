package dev.matinee.cli;

import picocli.CommandLine.Command;

@Command(name = "publish", mixinStandardHelpOptions = true)
final class PublishCommand implements Runnable {
    @Override
    public void run() {}
}
