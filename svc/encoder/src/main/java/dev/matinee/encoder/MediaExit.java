package dev.matinee.encoder;

import java.util.Set;

/**
 * How a run of ffmpeg or ffprobe ended.
 *
 * @param code what it exited with; a shell's 128 and the number of the signal (signal(7), x86 and ARM) when one ended it
 * @param errors the last lines it said
 */
record MediaExit(int code, String errors) {
    private static final int SIGNAL = 128;
    // SIGXCPU and SIGXFSZ: the limits that the kernel holds it to.
    private static final Set<Integer> LIMITS = Set.of(24, 25);
    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV and SIGSYS: what a program does to itself.
    private static final Set<Integer> CRASHES = Set.of(4, 5, 6, 7, 8, 11, 31);

    boolean failed() {
        return code != 0;
    }

    /** It wanted more memory, time or room than it is given. */
    boolean ranOut() {
        return endedBy(LIMITS) || errors.contains("Cannot allocate memory") || errors.contains("File too large");
    }

    /** It fell over what it read, as it would again. */
    boolean crashed() {
        return !ranOut() && endedBy(CRASHES);
    }

    /** The kernel short of memory, or somebody's hand: says nothing of the file. */
    boolean endedFromOutside() {
        return code > SIGNAL && !ranOut() && !crashed();
    }

    private boolean endedBy(Set<Integer> signals) {
        return signals.contains(code - SIGNAL);
    }
}
