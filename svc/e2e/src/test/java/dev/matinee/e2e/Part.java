package dev.matinee.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of one part of a platform that Nomad runs on this machine. */
final class Part {
    private final String task;

    /** @param task the Nomad task, named like the part */
    Part(String task) {
        this.task = task;
    }

    /** The processes that Nomad started for the part, and their children. */
    List<ProcessHandle> processes() {
        // Some, such as PostgreSQL's, write their title over what they could be known by.
        return ProcessHandle.allProcesses()
                .filter(this::belongs)
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .toList();
    }

    /** Ends all of them with SIGKILL. */
    void kill() {
        List<ProcessHandle> found = found();
        found.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle process : found) {
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
    }

    /** Stops them where they are, as a machine that hangs would. */
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        for (ProcessHandle process : found()) {
            new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    private List<ProcessHandle> found() {
        List<ProcessHandle> found = processes();
        if (found.isEmpty()) {
            throw new IllegalStateException("no process of " + task + " is seen: does it run here, under this user?");
        }
        return found;
    }

    /** By what Nomad tells a task, or by whom it is a child of: Redis writes its title over its environment. */
    private boolean belongs(ProcessHandle process) {
        try {
            return !command(process).contains("\0executor\0")
                    && (List.of(read(process, "environ").split("\0", -1)).contains("NOMAD_TASK_NAME=" + task)
                            || isChildOfItsExecutor(process));
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isChildOfItsExecutor(ProcessHandle process) throws IOException {
        Optional<ProcessHandle> parent = process.parent();
        String executor = parent.isPresent() ? command(parent.get()) : "";
        return executor.contains("\0executor\0") && executor.contains("/" + task + "/executor.out");
    }

    private static String command(ProcessHandle process) throws IOException {
        return read(process, "cmdline");
    }

    private static String read(ProcessHandle process, String file) throws IOException {
        return Files.readString(Path.of("/proc", String.valueOf(process.pid()), file), StandardCharsets.ISO_8859_1);
    }
}
