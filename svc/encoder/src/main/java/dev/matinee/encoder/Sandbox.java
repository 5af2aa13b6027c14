package dev.matinee.encoder;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts ffmpeg where a hostile file can do least: no network, a read-only root, only the job's own output folder and a
 * small /tmp writable, not as root, bounded in memory, in the size of a file and in its threads. It dies with this JVM.
 */
final class Sandbox {
    private static final System.Logger LOG = System.getLogger(Sandbox.class.getName());
    private static final Duration PROBE_TIME = Duration.ofSeconds(20);
    private static final String NOBODY = "65534";
    private static final int MAX_OPEN_FILES = 512;
    // Of one run, processes and threads; a ladder of five rungs with 16 threads has about 200.
    private static final int MAX_THREADS = 512;
    // ffmpeg puts nothing there; it is memory, which no limit on a process counts.
    private static final int TMP_BYTES = 1 << 20;
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
    // Each arena of the allocator reserves 64 MiB of the address space that is limited here, and there are as many as
    // threads.
    private static final String ARENAS = "4";

    /** From the strongest to what still works where namespaces are not allowed. */
    enum Mode {
        BUBBLEWRAP_AS_NOBODY,
        BUBBLEWRAP,
        LIMITS_ONLY
    }

    // PR_SET_PDEATHSIG fires when the thread that started the process ends, so that thread must last as long as the
    // JVM:
    // a virtual thread's carrier does not.
    private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("process-starter").factory());

    private final Mode mode;
    private final boolean root;
    private final IngestLimits limits;

    private Sandbox(Mode mode, boolean root, IngestLimits limits) {
        this.mode = mode;
        this.root = root;
        this.limits = limits;
    }

    /**
     * The strongest sandbox that runs {@code probe} here.
     *
     * @param work where job folders will be
     * @param probe a command that must exit with 0
     * @param required refuse rather than run without namespaces
     */
    static Sandbox strongest(Path work, List<String> probe, IngestLimits limits, boolean required) throws IOException {
        return strongest(work, probe, limits, required, PROBE_TIME);
    }

    /** The same with another time for each probe to end in. */
    static Sandbox strongest(Path work, List<String> probe, IngestLimits limits, boolean required, Duration patience)
            throws IOException {
        boolean root = "root".equals(System.getProperty("user.name"));
        for (Mode mode : Mode.values()) {
            boolean possible = mode != Mode.BUBBLEWRAP_AS_NOBODY || root;
            Sandbox sandbox = new Sandbox(mode, root, limits);
            if (possible && !(required && mode == Mode.LIMITS_ONLY) && sandbox.runs(work, probe, patience)) {
                LOG.log(mode == Mode.LIMITS_ONLY ? Level.WARNING : Level.INFO, "ffmpeg runs under {0}", mode);
                return sandbox;
            }
        }
        throw new IOException("ffmpeg cannot be started in a sandbox: is ffmpeg there, and bubblewrap allowed?");
    }

    Mode mode() {
        return mode;
    }

    /** Makes the folder that a job runs in: {@code out} is the one writable place. */
    Path prepare(Path folder) throws IOException {
        Path out = Files.createDirectories(folder.resolve("out"));
        own(out);
        return folder;
    }

    /** Makes a folder under {@code out} that the process may write into. */
    void prepareOutput(Path folder, String name) throws IOException {
        Path made = Files.createDirectory(folder.resolve("out").resolve(name));
        own(made);
    }

    /** Starts a command with the job folder as its working directory. */
    Process start(Path folder, List<String> command) throws IOException, InterruptedException {
        return start(builder(folder, command));
    }

    private static Process start(ProcessBuilder builder) throws IOException, InterruptedException {
        try {
            return STARTER.submit(builder::start).get();
        } catch (ExecutionException e) {
            throw new IOException("cannot start " + builder.command().getFirst(), e.getCause());
        }
    }

    private ProcessBuilder builder(Path folder, List<String> command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (root && mode != Mode.BUBBLEWRAP) {
            whole.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
            whole.addAll(List.of("--no-new-privs", "--pdeathsig", "SIGKILL", "--"));
        } else if (mode == Mode.LIMITS_ONLY) {
            whole.addAll(List.of("setpriv", "--no-new-privs", "--pdeathsig", "SIGKILL", "--"));
        }
        whole.addAll(List.of(
                "prlimit",
                "--as=" + limits.maxMemoryBytes(),
                "--fsize=" + limits.maxOutputBytes(),
                "--nofile=" + MAX_OPEN_FILES,
                "--core=0",
                "--"));
        if (mode != Mode.LIMITS_ONLY) {
            whole.addAll(bubblewrap(folder, command.getFirst()));
            // Inside, where this user has no other processes: outside, all that the machine's user runs would count.
            whole.addAll(List.of("prlimit", "--nproc=" + MAX_THREADS, "--"));
        }
        whole.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(whole).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", PATH);
        environment.put("MALLOC_ARENA_MAX", ARENAS);
        return builder;
    }

    private static List<String> bubblewrap(Path folder, String program) throws IOException {
        Path job = folder.toAbsolutePath();
        List<String> args = new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
        args.addAll(List.of("--cap-drop", "ALL"));
        args.addAll(List.of("--ro-bind", "/usr", "/usr"));
        for (String name : List.of("bin", "lib", "lib64", "sbin")) {
            Path path = Path.of("/" + name);
            if (Files.isSymbolicLink(path)) {
                args.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), path.toString()));
            } else {
                args.addAll(List.of("--ro-bind-try", path.toString(), path.toString()));
            }
        }
        for (String file : List.of("/etc/alternatives", "/etc/ld.so.cache")) {
            args.addAll(List.of("--ro-bind-try", file, file));
        }
        Path given = Path.of(program);
        if (given.isAbsolute() && !given.startsWith("/usr")) {
            args.addAll(List.of("--ro-bind", given.toString(), given.toString()));
        }
        // No /proc: ffmpeg needs none, and inside a container whose own is partly covered, none can be mounted.
        args.addAll(List.of("--dev", "/dev", "--remount-ro", "/dev"));
        args.addAll(List.of("--size", String.valueOf(TMP_BYTES), "--tmpfs", "/tmp"));
        args.addAll(List.of("--ro-bind", job.toString(), "/job"));
        args.addAll(List.of("--bind", job.resolve("out").toString(), "/job/out"));
        args.addAll(List.of("--remount-ro", "/", "--chdir", "/job", "--"));
        return args;
    }

    private static String beginning(Path said) throws IOException {
        try (InputStream bytes = Files.newInputStream(said)) {
            return new String(bytes.readNBytes(2000), StandardCharsets.UTF_8).strip();
        }
    }

    private boolean runs(Path work, List<String> probe, Duration patience) throws IOException {
        Path folder = Files.createTempDirectory(work, "probe");
        // createTempDirectory gives 0700, and the process may be another user.
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        try {
            prepare(folder);
            // Into a file: whoever reads a pipe to its end waits for as long as the process likes.
            Path said = folder.resolve("said");
            Process process =
                    start(builder(folder, probe).redirectErrorStream(true).redirectOutput(said.toFile()));
            process.getOutputStream().close();
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0) {
                return true;
            }
            process.destroyForcibly();
            LOG.log(Level.INFO, "{0} is not possible here: {1}", mode, beginning(said));
            return false;
        } catch (IOException e) {
            LOG.log(Level.INFO, "{0} is not possible here: {1}", mode, String.valueOf(e.getCause()));
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Folders.delete(folder);
        }
    }

    private void own(Path path) throws IOException {
        if (root && mode != Mode.BUBBLEWRAP) {
            Files.setAttribute(path, "unix:uid", Integer.parseInt(NOBODY));
        }
    }
}
