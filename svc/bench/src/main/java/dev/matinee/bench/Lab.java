package dev.matinee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where and how it is measured. This process and all it starts are on one core; what makes the load is on the other.
 *
 * @param root the checkout
 * @param work a folder of this run, deleted after it
 * @param pairs readings of each side
 * @param length of one reading under load
 * @param tools programs by name
 * @param options what single rows can be told: {@code uploads=4}
 */
record Lab(Path root, Path work, int pairs, Duration length, Map<String, String> tools, Map<String, String> options) {
    /** Connections of the load generator: enough to keep one core busy, few enough that the queue stays short. */
    static final int CLIENTS = 32;

    private static final int CORES = cores();

    private static final Duration WARM_UP = Duration.ofSeconds(6);

    String tool(String name) {
        String program = tools.get(name);
        if (program == null) {
            throw new BenchException(name + " is not there");
        }
        return program;
    }

    List<String> onLoadCore() {
        return List.of("taskset", "-c", "1");
    }

    /** For what would not be on one core alone in earnest. */
    List<String> onEveryCore() {
        return List.of("taskset", "-c", "0-" + (CORES - 1));
    }

    Wrk wrk() {
        return Wrk.of(CLIENTS, length);
    }

    /** A load before the readings: the compiler of a JVM needs some thousands of calls. */
    Wrk warmUp() {
        return Wrk.of(CLIENTS, WARM_UP);
    }

    int option(String name, int otherwise) {
        return Optional.ofNullable(options.get(name)).map(Integer::parseInt).orElse(otherwise);
    }

    void say(String text) {
        System.err.println("  … " + text);
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Of the machine; this process sees the one only on which it runs. */
    private static int cores() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return (int) lines.filter(line -> line.startsWith("processor")).count();
        } catch (IOException e) {
            throw new BenchException("cannot count the cores", e);
        }
    }
}
