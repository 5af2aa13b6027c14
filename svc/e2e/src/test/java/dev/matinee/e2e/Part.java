package dev.matinee.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The processes of one part of a platform that Nomad runs on this machine. */
final class Part {
    private final String task;

    /** @param task the Nomad task, named like the part */
    Part(String task) {
        this.task = task;
    }

    /** The processes that Nomad started for the part, and their children. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::belongs).toList();
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

    private boolean belongs(ProcessHandle process) {
        try {
            Path proc = Path.of("/proc", String.valueOf(process.pid()));
            String environment = Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1);
            String command = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(environment.split("\0", -1)).contains("NOMAD_TASK_NAME=" + task)
                    && !command.contains("\0executor\0");
        } catch (IOException e) {
            return false;
        }
    }
}
