package dev.matinee.cli;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads out of the builders' logs how far they are. */
final class BuildLog {
    private static final Pattern MODULE = Pattern.compile("Building (.+?) \\S+\\s+\\[(\\d+/\\d+)]");
    private static final Pattern TEST = Pattern.compile("\\[INFO] Running (?:\\w+\\.)*(\\w+)");

    private BuildLog() {}

    static Consumer<String> maven(Console console, String name) {
        return line -> maven(line).ifPresent(note -> console.note(name, note));
    }

    /** The module being built, or the test class being run. */
    static Optional<String> maven(String line) {
        var module = MODULE.matcher(line);
        if (module.find()) {
            return Optional.of(module.group(2) + " " + module.group(1));
        }
        var test = TEST.matcher(line);
        return test.find() ? Optional.of(test.group(1)) : Optional.empty();
    }

    /** With -v the Go command prints each package it compiles. */
    static Consumer<String> go(Console console, String name) {
        var packages = new AtomicInteger();
        return line -> {
            if (!line.startsWith("go: ")) {
                console.note(name, packages.incrementAndGet() + " packages");
            }
        };
    }
}
