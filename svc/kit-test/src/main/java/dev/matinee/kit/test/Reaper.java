package dev.matinee.kit.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Ends the servers with the test process. A shutdown hook does it when the JVM ends by itself; a small shell that waits for
 * the end of a pipe does it when the JVM is killed, because then no hook runs but the kernel closes the pipe.
 */
final class Reaper {
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            nl='
            '
            dirs=
            while read -r verb arg; do
              case $verb in
                watch) pids="$pids $arg" ;;
                forget)
                  left=
                  for pid in $pids; do [ "$pid" = "$arg" ] || left="$left $pid"; done
                  pids=$left ;;
                dir) dirs="$dirs$nl$arg" ;;
              esac
            done
            for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
            sleep 1
            IFS=$nl
            for dir in $dirs; do rm -rf -- "$dir" 2>/dev/null || { sleep 1; rm -rf -- "$dir"; }; done
            """;

    private static final Reaper SHARED = launch();

    private final Process shell;
    private final Writer orders;
    private final Set<Process> watched = ConcurrentHashMap.newKeySet();

    private Reaper(Process shell) {
        this.shell = shell;
        this.orders = shell.outputWriter(StandardCharsets.UTF_8);
    }

    private static Reaper launch() {
        try {
            Process shell = new ProcessBuilder("sh", "-c", SCRIPT)
                    .directory(Path.of("/").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Reaper reaper = new Reaper(shell);
            Runtime.getRuntime().addShutdownHook(new Thread(reaper::end, "test-server-reaper"));
            return reaper;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void watch(Process process) {
        SHARED.watched.add(process);
        SHARED.order("watch " + process.pid());
    }

    static void forget(Process process) {
        SHARED.watched.remove(process);
        SHARED.order("forget " + process.pid());
    }

    /** Deletes the directory when the test process has ended. */
    static void deleteAtEnd(Path directory) {
        SHARED.order("dir " + directory.toAbsolutePath());
    }

    private synchronized void order(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the process that ends test servers is gone", e);
        }
    }

    private void end() {
        for (Process process : watched) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try {
            orders.close();
            shell.waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
