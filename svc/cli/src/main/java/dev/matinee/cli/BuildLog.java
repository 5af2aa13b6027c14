package dev.matinee.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads out of the builders' logs how far they are. */
final class BuildLog {
    private static final Pattern MODULE = Pattern.compile("Building (.+?) \\S+\\s+\\[(\\d+/\\d+)]");
    private static final Pattern TEST = Pattern.compile("\\[INFO] Running (?:\\w+\\.)*(\\w+)");

    private static final Pattern FAILURES_BEGIN = Pattern.compile("\\[ERROR] (Failures|Errors):\\s*");
    private static final Pattern FAILED = Pattern.compile("^\\s*(FAIL|fail) ");
    // What a test says of itself may have lines of any form, but none of these.
    private static final Pattern CLOSES = Pattern.compile("^\\[(INFO]|ERROR] Tests run:)");
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

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

    /** What the runners say of each test that failed: Maven at the end of a module, the others where it happened. */
    static List<String> failures(String log) {
        var failures = new ArrayList<String>();
        var listing = false;
        for (var line : COLOUR.matcher(log).replaceAll("").lines().toList()) {
            var heading = FAILURES_BEGIN.matcher(line).matches();
            listing = heading || (listing && !CLOSES.matcher(line).find());
            if ((listing && !heading && !line.isBlank()) || FAILED.matcher(line).find()) {
                failures.add(line.replaceFirst("^\\[ERROR]", "").stripLeading());
            }
        }
        return failures;
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
