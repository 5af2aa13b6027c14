package dev.matinee.ops;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What those who were asked said, and who of them said nothing.
 *
 * @param away empty when the data is whole
 */
record Told<T>(List<T> data, List<Away> away) {
    private static final System.Logger LOG = System.getLogger(Told.class.getName());
    /** Each question has a time limit of its own; this one ends what hangs all the same. */
    private static final int LONGEST_SECONDS = 15;

    /** @param detail a sentence */
    record Away(String source, String detail) {}

    /** Part of an answer. */
    @FunctionalInterface
    interface Question<T> {
        List<T> ask() throws AwayException;
    }

    /** Asks one. */
    static <T> Told<T> by(Source source, Question<T> question) {
        return all(List.of(new From<>(source, question)));
    }

    /** Who is asked what. */
    record From<T>(Source source, Question<T> question) {}

    /** Asks all at once, and waits for none longer than for its time limit. */
    static <T> Told<T> all(List<From<T>> questions) {
        List<T> data = new ArrayList<>();
        List<Away> away = new ArrayList<>();
        // Not closed by a try: that would wait for who hangs.
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<List<T>>> answers = questions.stream()
                    .map(each -> threads.submit((Callable<List<T>>) each.question()::ask))
                    .toList();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
            for (int i = 0; i < answers.size(); i++) {
                Source source = questions.get(i).source();
                try {
                    data.addAll(answers.get(i).get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS));
                } catch (ExecutionException e) {
                    away.add(said(source, e.getCause() == null ? e : e.getCause()));
                } catch (TimeoutException e) {
                    away.add(said(source, e));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
        return new Told<>(List.copyOf(data), away.stream().distinct().toList());
    }

    private static Away said(Source source, Throwable failure) {
        if (failure instanceof AwayException known) {
            // Without the stack: a page asks every few seconds.
            LOG.log(Level.WARNING, "{0} {1}", known.sentence(), String.valueOf(known.getCause()));
            return new Away(known.source().word(), known.sentence());
        }
        LOG.log(Level.ERROR, "asking " + source.word(), failure);
        return new Away(source.word(), source.word() + " was asked in vain; the log of ops says more.");
    }
}
