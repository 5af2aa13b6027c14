package dev.matinee.cli;

import picocli.CommandLine.Command;

@Command(name = "doctor", mixinStandardHelpOptions = true)
final class DoctorCommand implements Runnable {
    @Override
    public void run() {}
}
