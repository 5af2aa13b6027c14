package dev.matinee.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Progress for people, on standard error so that {@code --json} keeps standard output to itself. Finished work is a line
 * that stays; what is under way is one line rewritten in place on a terminal, and a word every 20 seconds in a log.
 */
final class Console implements AutoCloseable {
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    private final PrintStream out;
    private final boolean terminal;
    private final Map<String, Long> running = new LinkedHashMap<>();
    private final Map<String, String> notes = new HashMap<>();
    private final Thread ticker;
    private boolean statusShown;
    private long lastBeat = System.nanoTime();

    Console(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        this.ticker = Thread.ofVirtual().start(this::tick);
    }

    static Console standard() {
        return new Console(System.err, interactive());
    }

    /** Told by the bootstrap, since the JDK only knows whether input and output both are a terminal. */
    static boolean interactive() {
        return Boolean.getBoolean("matinee.terminal");
    }

    boolean terminal() {
        return terminal;
    }

    synchronized void title(String text) {
        clear();
        out.println(terminal ? "\u001b[1m" + text + "\u001b[0m" : text);
        show();
    }

    synchronized void begin(String name) {
        running.put(name, System.nanoTime());
        show();
    }

    /** How far something under way is, shown with it until it is done. */
    synchronized void note(String name, String text) {
        if (running.containsKey(name)) {
            notes.put(name, " (" + text + ")");
        }
    }

    synchronized void done(String name, String note) {
        var started = running.remove(name);
        notes.remove(name);
        var seconds = started == null ? "" : seconds(System.nanoTime() - started);
        line("  ✓ %-14s %8s  %s".formatted(name, seconds, note).stripTrailing());
    }

    synchronized void failed(String name, String note) {
        running.remove(name);
        notes.remove(name);
        line("  ✗ %-14s %8s  %s".formatted(name, "", note).stripTrailing());
    }

    synchronized void warn(String text) {
        line("  ! " + text);
    }

    synchronized void line(String text) {
        clear();
        out.println(text);
        show();
    }

    /** Runs the work between {@link #begin} and {@link #done}. */
    <T> T during(String name, Supplier<T> work, Function<T, String> note) {
        begin(name);
        try {
            var result = work.get();
            done(name, note.apply(result));
            return result;
        } catch (RuntimeException e) {
            failed(name, e instanceof CliError ? String.valueOf(e.getMessage()) : e.toString());
            throw e;
        }
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    static String minutes(long nanos) {
        var took = Duration.ofNanos(nanos);
        return took.toMinutes() + " min " + took.toSecondsPart() + " s";
    }

    private void tick() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                return;
            }
            synchronized (this) {
                if (terminal) {
                    show();
                } else if (!running.isEmpty() && System.nanoTime() - lastBeat > HEARTBEAT.toNanos()) {
                    lastBeat = System.nanoTime();
                    out.println("  … " + status());
                }
            }
        }
    }

    private void show() {
        if (!terminal) {
            return;
        }
        clear();
        if (!running.isEmpty()) {
            var text = "  … " + status();
            out.print(text.length() > 110 ? text.substring(0, 109) + "…" : text);
            out.flush();
            statusShown = true;
        }
    }

    private String status() {
        return running.entrySet().stream()
                .map(entry -> entry.getKey() + " " + (System.nanoTime() - entry.getValue()) / 1_000_000_000 + " s"
                        + notes.getOrDefault(entry.getKey(), ""))
                .collect(Collectors.joining(", "));
    }

    private void clear() {
        if (statusShown) {
            out.print("\r\u001b[K");
            statusShown = false;
        }
    }

    @Override
    public synchronized void close() {
        ticker.interrupt();
        clear();
        out.flush();
    }
}
