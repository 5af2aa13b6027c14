package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.upload.Upload.Part;
import dev.matinee.upload.Upload.Tail;
import dev.matinee.upload.WriteLocks.LetGoException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Carries a request's body into the parts of an S3 multipart upload. The offset is recorded in order, each part once S3
 * has acknowledged it and the parts before it; what does not fill a part when the body ends or is cut goes to S3 as an
 * object of its own, so that every byte an offset covers outlives this process.
 */
final class UploadWriter implements AutoCloseable {
    /** Parts on their way to S3 at a time. */
    static final int IN_FLIGHT = 2;

    private static final System.Logger LOG = System.getLogger(UploadWriter.class.getName());
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MAX_PARTS = 10_000;
    /** With a checksum nothing is recorded before the end, so part numbers are asked for in steps. */
    private static final int NUMBERS_AHEAD = 32;

    private final UploadStore store;
    private final SourceBucket bucket;
    private final Path spool;
    private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();

    UploadWriter(UploadStore store, SourceBucket bucket, Path spool) {
        this.store = store;
        this.bucket = bucket;
        this.spool = spool;
    }

    /**
     * What became of a body.
     *
     * @param offset the durable offset now
     * @param finished whether all bytes of the upload are there
     */
    record Written(long offset, boolean finished, End end) {}

    /** How a body ended: in order, because its client went silent or away, because somebody else wants the upload. */
    enum End {
        WHOLE,
        CUT,
        LET_GO
    }

    /**
     * Writes a body at the offset of a claimed upload.
     *
     * @param limit the most bytes the body may have; one more is refused
     */
    Written write(Upload upload, WriteLocks.Hold hold, InputStream body, long limit, Optional<Checksum> checksum) {
        try (Session session = new Session(upload, hold, body, limit, checksum)) {
            return session.write();
        }
    }

    @Override
    public void close() {
        senders.close();
    }

    private record Sending(int number, Future<Part> part) {}

    private final class Session implements AutoCloseable {
        private final Upload upload;
        private final WriteLocks.Hold hold;
        private final InputStream body;
        private final long limit;
        private final Optional<Checksum> checksum;
        private final Deque<Sending> sending = new ArrayDeque<>();
        private final List<Part> unrecorded = new ArrayList<>();
        private Optional<String> multipart;
        private PartSpool part;
        private int number;
        private int allowed;
        private long recorded;
        private long inRecordedParts;
        private boolean released;
        /** The end of the bytes in parts, recorded or not; the bytes of {@link #part} follow. */
        private long inParts;

        private long received;
        private boolean judged;
        private boolean refused;
        private boolean settling;
        private boolean inOrder = true;

        Session(Upload upload, WriteLocks.Hold hold, InputStream body, long limit, Optional<Checksum> checksum) {
            this.upload = upload;
            this.hold = hold;
            this.body = body;
            this.limit = limit;
            this.checksum = checksum;
            this.multipart = upload.multipart();
            this.number = upload.nextPart();
            this.allowed = upload.nextPart() + IN_FLIGHT - 1;
            this.recorded = upload.offset();
            this.inParts = upload.offset() - upload.tail().map(Tail::sizeBytes).orElse(0L);
            this.inRecordedParts = inParts;
            this.judged = upload.kind() == Upload.Kind.PARTIAL || upload.offset() >= MagicBytes.LOOKED_AT;
            this.part = PartSpool.in(spool);
        }

        Written write() {
            upload.tail().ifPresent(tail -> bucket.read(tail.key(), 0, tail.sizeBytes(), part));
            End end = receive();
            if (checksum.isPresent()) {
                if (end != End.WHOLE) {
                    return new Written(recorded, false, end);
                }
                if (!checksum.get().holds()) {
                    throw ProblemException.of(UploadError.CHECKSUM_MISMATCH);
                }
                if (refused) {
                    throw ProblemException.of(UploadError.NOT_MEDIA);
                }
            }
            return settle(end);
        }

        private End receive() {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (true) {
                long room = Math.min(upload.partBytes() - part.size(), limit - received);
                // At the limit one byte more is asked for, to tell a body that ends from one that goes on.
                int count = (int) Math.max(1, Math.min(buffer.length, room));
                int got;
                try {
                    got = hold.read(body, buffer, count);
                } catch (LetGoException e) {
                    return End.LET_GO;
                } catch (IOException | RuntimeException e) {
                    LOG.log(Level.DEBUG, "the body of " + upload.id() + " was cut", e);
                    return End.CUT;
                }
                if (got < 0) {
                    return End.WHOLE;
                }
                if (room == 0) {
                    throw ProblemException.of(UploadError.BODY_TOO_LONG);
                }
                checksum.ifPresent(sum -> sum.update(buffer, got));
                received += got;
                if (refused) {
                    continue;
                }
                part.append(buffer, got);
                if (!judged && part.size() >= MagicBytes.LOOKED_AT) {
                    judge();
                }
                if (part.size() == upload.partBytes()) {
                    send();
                }
            }
        }

        /** With a checksum the rest is read first, and dropped: damaged bytes say nothing about those that were meant. */
        private void judge() {
            judged = true;
            if (MagicBytes.isSurelyNotMedia(part.head(MagicBytes.LOOKED_AT))) {
                if (checksum.isEmpty() || settling) {
                    throw ProblemException.of(UploadError.NOT_MEDIA);
                }
                refused = true;
            }
        }

        private void send() {
            if (multipart.isEmpty()) {
                String begun = bucket.beginMultipart(upload.key());
                store.setMultipart(upload, begun);
                multipart = Optional.of(begun);
            }
            if (sending.size() == IN_FLIGHT) {
                awaitFirst();
            }
            if (number > MAX_PARTS) {
                throw ProblemException.of(UploadError.TOO_MANY_PARTS);
            }
            if (number > allowed) {
                allowed = number + NUMBERS_AHEAD;
                store.allowParts(upload, allowed);
            }
            String key = upload.key();
            String into = multipart.get();
            int as = number++;
            PartSpool full = part;
            part = PartSpool.in(spool);
            inParts += full.size();
            sending.add(new Sending(as, senders.submit(() -> {
                try (full) {
                    return bucket.putPart(key, into, as, full);
                }
            })));
        }

        /** The part sent first is acknowledged or fails; with a checksum it stays unrecorded until all are here. */
        private void awaitFirst() {
            Part done = await(sending.remove());
            unrecorded.add(done);
            if (checksum.isEmpty()) {
                record(Optional.empty(), done.number() + 1, false, false);
            }
        }

        private Part await(Sending sent) {
            try {
                return sent.part().get();
            } catch (ExecutionException e) {
                inOrder = false;
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("part " + sent.number() + " failed", e.getCause());
            } catch (InterruptedException e) {
                inOrder = false;
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while sending part " + sent.number(), e);
            }
        }

        /** The body is over: what is left becomes the last part when the upload is whole, else a tail. */
        private Written settle(End end) {
            settling = true;
            boolean finished = upload.length()
                    .filter(length -> length == inParts + part.size())
                    .isPresent();
            if (finished) {
                if (!judged) {
                    judge();
                }
                if (part.size() > 0) {
                    send();
                }
            }
            while (sending.size() > (finished ? 1 : 0)) {
                awaitFirst();
            }
            while (!sending.isEmpty()) {
                unrecorded.add(await(sending.remove()));
            }
            if (finished) {
                record(Optional.empty(), number, true, true);
                return new Written(recorded, true, end);
            }
            if (inParts + part.size() > recorded || !unrecorded.isEmpty()) {
                Optional<Tail> tail = part.size() > 0 ? Optional.of(putTail()) : Optional.empty();
                try {
                    record(tail, number, true, false);
                } catch (StaleWriterException | ProblemException e) {
                    // Its name has this writer's fence, so nobody will ever refer to it.
                    tail.ifPresent(this::drop);
                    throw e;
                }
                upload.tail().ifPresent(this::drop);
            }
            return new Written(recorded, false, end);
        }

        private Tail putTail() {
            Tail tail = new Tail(Upload.tailPrefix(upload.id()) + upload.fence(), part.size());
            bucket.put(tail.key(), part);
            return tail;
        }

        /** Nobody refers to it any more; should this fail, it goes with the rest when the upload ends. */
        private void drop(Tail tail) {
            try {
                bucket.delete(tail.key());
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, "an old tail of " + upload.id() + " stays for now", e);
            }
        }

        private void record(Optional<Tail> tail, int nextPart, boolean ended, boolean finished) {
            long parts = 0;
            for (Part done : unrecorded) {
                parts += done.sizeBytes();
            }
            long before = inRecordedParts;
            long to = before + parts + tail.map(Tail::sizeBytes).orElse(0L);
            store.record(
                    upload,
                    new UploadStore.Progress(
                            recorded, to, List.copyOf(unrecorded), tail, nextPart, ended && inOrder, finished));
            unrecorded.clear();
            inRecordedParts = before + parts;
            recorded = to;
            released = ended;
            allowed = Math.max(allowed, nextPart + IN_FLIGHT - 1);
        }

        @Override
        public void close() {
            while (!sending.isEmpty()) {
                try {
                    Part done = await(sending.remove());
                    LOG.log(Level.DEBUG, "part {0} of {1} is not used", done.number(), upload.id());
                } catch (RuntimeException e) {
                    LOG.log(Level.DEBUG, "a part of " + upload.id() + " failed too", e);
                }
            }
            part.close();
            if (inOrder && !released) {
                release();
            }
        }

        private void release() {
            try {
                store.release(upload);
            } catch (RuntimeException e) {
                LOG.log(Level.DEBUG, upload.id() + " stays claimed until the next writer", e);
            }
        }
    }
}
