package dev.matinee.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far one long thing is: a bar on a terminal, a line each tenth in a log. */
final class Bar implements AutoCloseable {
    private final String name;
    private final long total;
    private final @Nullable ProgressBar bar;
    private long lastTenth = -1;
    private String lastNote = "";

    private Bar(String name, long total, @Nullable ProgressBar bar) {
        this.name = name;
        this.total = total;
        this.bar = bar;
    }

    static Bar bytes(String name, long total) {
        return of(name, total, builder(name, total).setUnit(" MiB", 1024 * 1024).showSpeed());
    }

    static Bar percent(String name) {
        return of(name, 100, builder(name, 100).setUnit(" %", 1).hideEta());
    }

    private static ProgressBarBuilder builder(String name, long total) {
        return new ProgressBarBuilder()
                .setTaskName("  " + name)
                .setInitialMax(total)
                .setUpdateIntervalMillis(200)
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR)
                .setConsumer(new ConsoleProgressBarConsumer(System.err));
    }

    private static Bar of(String name, long total, ProgressBarBuilder builder) {
        return new Bar(name, total, Console.interactive() ? builder.build() : null);
    }

    void at(long done, String note) {
        if (bar != null) {
            bar.stepTo(done);
            bar.setExtraMessage(note);
            return;
        }
        var tenth = total == 0 ? 10 : done * 10 / total;
        if (tenth != lastTenth || !note.equals(lastNote)) {
            lastTenth = tenth;
            lastNote = note;
            System.err.println(
                    ("  … " + name + " " + (total == 0 ? 100 : done * 100 / total) + " % " + note).stripTrailing());
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
