package dev.matinee.upload;

import dev.matinee.upload.ConcatenationPlan.PlannedPart;
import dev.matinee.upload.ConcatenationPlan.Range;
import dev.matinee.upload.EndingStore.Cause;
import dev.matinee.upload.EndingStore.Remains;
import dev.matinee.upload.Upload.Kind;
import dev.matinee.upload.Upload.Part;
import io.helidon.metrics.api.Counter;
import io.helidon.metrics.api.Metrics;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes one S3 object of an upload whose bytes are all durable, and says that it is complete; deletes what has ended. All
 * of it can be done again after a crash at any point: S3 is asked whether the object is there before anything is said,
 * and it is said in the transaction that changes the state.
 */
final class Assembly implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Assembly.class.getName());
    /** Copies within S3 are heavy for it, so only some finals are made at a time. */
    private static final int AT_A_TIME = 4;

    private final AssemblyStore store;
    private final EndingStore endings;
    private final SourceBucket bucket;
    private final Path spool;
    private final Semaphore permits = new Semaphore(AT_A_TIME, true);
    private final Counter completed = Metrics.globalRegistry()
            .getOrCreate(Counter.builder("upload_completed")
                    .description("Uploads that became one object, partial ones too"));
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    Assembly(AssemblyStore store, EndingStore endings, SourceBucket bucket, Path spool) {
        this.store = store;
        this.endings = endings;
        this.bucket = bucket;
        this.spool = spool;
    }

    /**
     * Finishes an upload now if that can be done within a time, else behind the caller's back; should it fail, the
     * sweeper does it again. The client has nothing to wait for: its bytes are durable.
     */
    void finishSoon(UUID id, Duration patience) {
        Future<Boolean> work = workers.submit(() -> finish(id));
        try {
            work.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "{0} is still being put together", id);
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "upload " + id + " will be put together later", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finishes an upload; false when there is nothing to finish. */
    boolean finish(UUID id) throws InterruptedException {
        permits.acquire();
        try {
            Optional<Upload> claimed = store.claimAssembly(id);
            if (claimed.isEmpty()) {
                return false;
            }
            Upload upload = claimed.get();
            List<ConcatenationPlan.Source> partials = store.partials(id);
            boolean whole = upload.kind() == Kind.FINAL ? concatenate(upload, partials) : completeParts(upload);
            if (!whole) {
                LOG.log(Level.ERROR, "S3 has lost upload {0}", id);
                return endings.lose(upload);
            }
            boolean told = endings.complete(upload);
            completed.increment(told ? 1 : 0);
            partials.forEach(partial -> clean(partial.upload()));
            if (store.hadTail(id)) {
                bucket.deleteUnder(Upload.tailPrefix(id));
            }
            return told;
        } finally {
            permits.release();
        }
    }

    private boolean completeParts(Upload upload) {
        long size = upload.length().orElseThrow();
        if (size == 0) {
            bucket.putEmpty(upload.key());
            return true;
        }
        return bucket.complete(upload.key(), upload.multipart().orElseThrow(), store.parts(upload.id()), size);
    }

    private boolean concatenate(Upload upload, List<ConcatenationPlan.Source> partials) {
        long size = upload.length().orElseThrow();
        if (size == 0) {
            bucket.putEmpty(upload.key());
            return true;
        }
        upload.multipart().ifPresent(old -> bucket.abort(upload.key(), old));
        String multipart = bucket.beginMultipart(upload.key());
        store.setAssembly(upload, multipart);
        List<PlannedPart> plan = ConcatenationPlan.of(partials);
        List<Part> parts = new ArrayList<>();
        for (PlannedPart planned : plan) {
            parts.add(part(upload.key(), multipart, parts.size() + 1, planned));
            // Says "still at it", and stops here when somebody else has taken over.
            store.setAssembly(upload, multipart);
        }
        return bucket.complete(upload.key(), multipart, parts, size);
    }

    private Part part(String key, String multipart, int number, PlannedPart planned) {
        if (planned.ranges().size() == 1 && planned.sizeBytes() >= ConcatenationPlan.MIN_PART_BYTES) {
            Range range = planned.ranges().getFirst();
            return bucket.copyPart(Upload.key(range.upload()), range.from(), range.to(), key, multipart, number);
        }
        try (PartSpool gathered = PartSpool.in(spool)) {
            for (Range range : planned.ranges()) {
                bucket.read(Upload.key(range.upload()), range.from(), range.to(), gathered);
            }
            return bucket.putPart(key, multipart, number, gathered);
        }
    }

    /** Ends an upload that is not complete and deletes its bytes; false when it is, or has ended already. */
    boolean end(UUID id, Cause cause) {
        boolean ended = endings.end(id, cause);
        clean(id);
        return ended;
    }

    /** Closes a one-time address, ends the upload under way there and deletes its bytes; refused when it is too late. */
    void cancel(DirectUpload direct) {
        endings.cancel(direct);
        direct.upload().ifPresent(this::clean);
    }

    /** Deletes what is left of an upload that has ended; should it fail, the sweeper does it again. */
    void clean(UUID id) {
        try {
            endings.remains(id).ifPresent(this::clean);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "the bytes of " + id + " will be deleted later", e);
        }
    }

    void clean(Remains remains) {
        String key = Upload.key(remains.id());
        remains.multipart().ifPresent(multipart -> bucket.abort(key, multipart));
        bucket.deleteUnder(Upload.tailPrefix(remains.id()));
        bucket.delete(key);
        endings.cleaned(remains.id());
    }

    @Override
    public void close() {
        workers.close();
    }
}
