package dev.matinee.encoder;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The processor time of a program that runs in the sandbox, whose own processes are not ours to wait for: what each was seen to have
 * taken when last looked at. So it is a little less than the truth, by what is taken between the last look and the end.
 */
final class CpuMeter {
    /** To find a process means to look at all of the machine's; those of a sandbox are there from its beginning. */
    private static final int LOOKS_A_SEARCH = 10;

    private final Process process;
    private final Map<ProcessHandle, Duration> seen = new HashMap<>();
    private int looks;

    CpuMeter(Process process) {
        this.process = process;
    }

    void look() {
        if (looks < 5 || looks % LOOKS_A_SEARCH == 0) {
            process.descendants().forEach(found -> seen.putIfAbsent(found, Duration.ZERO));
            seen.putIfAbsent(process.toHandle(), Duration.ZERO);
        }
        looks++;
        // One that is gone says nothing any more.
        seen.replaceAll((each, before) -> each.info().totalCpuDuration().orElse(before));
    }

    Duration spent() {
        return seen.values().stream().reduce(Duration.ZERO, Duration::plus);
    }
}
