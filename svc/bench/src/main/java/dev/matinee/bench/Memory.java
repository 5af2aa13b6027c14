package dev.matinee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What processes hold in memory, each page counted once: PSS of {@code /proc/PID/smaps_rollup}. */
final class Memory {
    private static final Pattern PSS = Pattern.compile("^Pss:\\s+(\\d+) kB", Pattern.MULTILINE);

    private Memory() {}

    /** The sum in MiB; a process that has ended meanwhile holds nothing. */
    static double mib(Stream<ProcessHandle> processes) {
        return processes.mapToDouble(Memory::mib).sum();
    }

    private static double mib(ProcessHandle process) {
        try {
            return pssMib(Files.readString(Path.of("/proc/" + process.pid() + "/smaps_rollup")));
        } catch (IOException e) {
            return 0;
        }
    }

    static double pssMib(String rollup) {
        Matcher pss = PSS.matcher(rollup);
        return pss.find() ? Double.parseDouble(pss.group(1)) / 1024 : 0;
    }
}
