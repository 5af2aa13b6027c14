package dev.matinee.upload;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends what waits too long, finishes what a crash left half done, and deletes what nobody refers to. Every instance
 * sweeps; each step is safe to do twice.
 */
final class Sweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    /** An assembly that did not move for this long has nobody at it. */
    private static final Duration ABANDONED_ASSEMBLY = Duration.ofSeconds(90);

    private static final Duration IDEMPOTENCY = Duration.ofDays(2);
    /** As many as S3 lists at a time. */
    private static final int MULTIPARTS = 1_000;

    private final AssemblyStore store;
    private final EndingStore endings;
    private final DirectUploadStore directs;
    private final SourceBucket bucket;
    private final Assembly assembly;
    private final UploadConfig.Sweep settings;
    private final Clock clock;
    /** Where the next round goes on looking, so that much in use does not hide what is not. */
    private Optional<String> tailsSeen = Optional.empty();

    private Optional<SourceBucket.Behind> multipartsSeen = Optional.empty();

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("sweeper").daemon(true).unstarted(this::run);

    Sweeper(
            AssemblyStore store,
            EndingStore endings,
            DirectUploadStore directs,
            SourceBucket bucket,
            Assembly assembly,
            UploadConfig.Sweep settings,
            Clock clock) {
        this.store = store;
        this.endings = endings;
        this.directs = directs;
        this.bucket = bucket;
        this.assembly = assembly;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!stopped.await(settings.every().toMillis(), TimeUnit.MILLISECONDS)) {
                sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One round; a step that fails does not keep the others from their turn. */
    void sweep() {
        step(
                "time out one-time addresses",
                () -> directs.timeOut().forEach(id -> endings.end(id, EndingStore.Cause.EXPIRED)));
        step("expire uploads", endings::expire);
        step("finish uploads", this::finish);
        step(
                "delete bytes",
                () -> endings.listRemains().forEach(remains -> step("delete bytes", () -> assembly.clean(remains))));
        step("abort multipart uploads", this::abortOrphans);
        step("delete tails", this::deleteOrphanedTails);
        step("forget uploads", () -> endings.forget(settings.remember()));
        step("forget one-time addresses", () -> directs.forget(settings.remember()));
        step("forget answers", () -> directs.forgetAnswers(IDEMPOTENCY));
    }

    private void finish() {
        for (UUID id : store.listAssembling(ABANDONED_ASSEMBLY)) {
            step("finish upload", () -> {
                try {
                    assembly.finish(id);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private void abortOrphans() {
        SourceBucket.Multiparts page =
                bucket.listMultiparts(clock.instant().minus(settings.orphans()), multipartsSeen, MULTIPARTS);
        for (SourceBucket.Open open : page.open()) {
            boolean wanted = Tus.id(open.key().substring(open.key().lastIndexOf('/') + 1))
                    .map(id -> store.isMultipartWanted(id, open.multipart()))
                    .orElse(false);
            if (!wanted) {
                bucket.abort(open.key(), open.multipart());
            }
        }
        multipartsSeen = page.after();
    }

    /** A writer that died between writing a tail and recording it left one that nobody will ever refer to. */
    private void deleteOrphanedTails() {
        SourceBucket.Tails tails = bucket.listTails(clock.instant().minus(settings.orphans()), tailsSeen);
        for (String key : tails.keys()) {
            boolean wanted = Optional.of(key.split("/", -1))
                    .filter(words -> words.length == 3)
                    .flatMap(words -> Tus.id(words[1]))
                    .map(id -> store.isTailWanted(id, key))
                    .orElse(false);
            if (!wanted) {
                bucket.delete(key);
            }
        }
        tailsSeen = tails.after();
    }

    private static void step(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "could not " + what + ", next time then: " + e);
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
    }
}
