package dev.matinee.upload;

import dev.matinee.kit.http.ChildSpan;
import dev.matinee.kit.redis.RedisSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RLock;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * One request at a time per upload, over all instances. Who wants an upload that is being written to asks the writer to
 * let go: usually that is a request whose client is long gone. Whoever has an upload writes down who they are, and is
 * asked under that name: a word that comes late is not for the next one. The lock keeps order; what keeps the bytes right
 * when a lock is lost is the fence of {@link UploadStore#claim}.
 */
final class WriteLocks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WriteLocks.class.getName());
    private static final String TOPIC = "upload:let-go";
    private static final RedisSettings.Patience PATIENCE = new RedisSettings.Patience(Duration.ofSeconds(2), 1, 32);
    /** A crashed instance's locks end after this. */
    private static final Duration LEASE = Duration.ofSeconds(12);
    /** A writer is asked again this often: it may have had no name yet, or not have been silent for long enough. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    /** Longer than a request may last. */
    private static final Duration NAME_LIFE = Duration.ofDays(1);

    private final RedissonClient redis;
    private final Duration wait;
    private final RTopic topic;
    private final ConcurrentMap<UUID, Hold> holds = new ConcurrentHashMap<>();

    WriteLocks(RedisSettings settings, Duration wait) {
        this.redis = connect(settings);
        this.wait = wait;
        this.topic = redis.getTopic(TOPIC, StringCodec.INSTANCE);
        topic.addListener(String.class, (channel, word) -> letGo(word));
    }

    private static RedissonClient connect(RedisSettings settings) {
        Config config = settings.config(PATIENCE).setLazyInitialization(false);
        config.setLockWatchdogTimeout(LEASE.toMillis());
        return Redisson.create(config);
    }

    /** How one asks for an upload that somebody has. */
    enum Ask {
        /** By HEAD and DELETE, with which a client says that it sends no more of what it sent before. */
        FIRM,
        /** By PATCH, which may be the cut one itself, served late: who still receives bytes goes on. */
        POLITE
    }

    /** Takes the upload, after asking whoever has it to let go; empty when they do not in time. */
    Optional<Hold> take(UUID upload, Ask ask) {
        RLock lock = redis.getLock("upload:write:" + upload);
        RBucket<String> name = redis.getBucket("upload:writer:" + upload, StringCodec.INSTANCE);
        long start = System.nanoTime();
        try (ChildSpan _ = ChildSpan.redis("lock")) {
            boolean taken = lock.tryLock();
            while (!taken) {
                long left = wait.toNanos() - (System.nanoTime() - start);
                if (left <= 0) {
                    return Optional.empty();
                }
                ask(upload, ask, name);
                taken = lock.tryLock(Math.min(left, ASK_AGAIN.toNanos()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        Hold hold = new Hold(upload, lock, name);
        holds.put(upload, hold);
        try {
            name.set(hold.named, NAME_LIFE);
        } catch (RedisException e) {
            hold.close();
            throw e;
        }
        return Optional.of(hold);
    }

    private void ask(UUID upload, Ask ask, RBucket<String> name) {
        String named = name.get();
        if (named != null) {
            topic.publish(word(upload, ask, named));
        }
    }

    static String word(UUID upload, Ask ask, String named) {
        return upload + " " + ask + " " + named;
    }

    boolean isReachable() {
        try {
            return redis.getBucket("upload:ready", StringCodec.INSTANCE)
                    .isExistsAsync()
                    .toCompletableFuture()
                    .orTimeout(900, TimeUnit.MILLISECONDS)
                    .handle((exists, failure) -> failure == null)
                    .join();
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        redis.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private void letGo(String word) {
        String[] words = word.split(" ", -1);
        if (words.length == 3) {
            Tus.id(words[0])
                    .map(holds::get)
                    .filter(hold -> hold.named.equals(words[2]))
                    .ifPresent(hold -> hold.letGo(words[1].equals(Ask.FIRM.name())));
        }
    }

    /** The right to write to one upload, until it is closed by the thread that took it. */
    final class Hold implements AutoCloseable {
        private final UUID upload;
        private final RLock lock;
        private final RBucket<String> name;
        private final String named = UUID.randomUUID().toString();
        private final ReentrantLock state = new ReentrantLock();
        private final Thread owner = Thread.currentThread();
        private boolean reading;
        private long readingSince;
        private boolean asked;

        private Hold(UUID upload, RLock lock, RBucket<String> name) {
            this.upload = upload;
            this.lock = lock;
            this.name = name;
        }

        String named() {
            return named;
        }

        /**
         * Reads from a client, and only here is the thread interrupted when somebody else wants the upload: an interrupt
         * wakes it from a silent connection, and could break a call to S3 or PostgreSQL anywhere else.
         *
         * @throws LetGoException when somebody else wants the upload
         */
        int read(InputStream in, byte[] into, int count) throws IOException, LetGoException {
            state.lock();
            try {
                if (asked) {
                    throw new LetGoException();
                }
                reading = true;
                readingSince = System.nanoTime();
            } finally {
                state.unlock();
            }
            try {
                return in.read(into, 0, count);
            } finally {
                state.lock();
                try {
                    reading = false;
                    if (Thread.interrupted()) {
                        LOG.log(Level.DEBUG, "{0} was asked to let go", upload);
                    }
                } finally {
                    state.unlock();
                }
            }
        }

        private void letGo(boolean firm) {
            state.lock();
            try {
                boolean silent = reading && System.nanoTime() - readingSince > wait.toNanos() / 2;
                if (firm || silent) {
                    asked = true;
                }
                if (asked && reading) {
                    owner.interrupt();
                }
            } finally {
                state.unlock();
            }
        }

        @Override
        public void close() {
            holds.remove(upload, this);
            try {
                name.compareAndSet(named, null);
            } catch (RedisException e) {
                LOG.log(Level.DEBUG, "the name at " + upload + " stays until the next one's", e);
            }
            try {
                lock.unlock();
            } catch (RedisException | IllegalMonitorStateException e) {
                // Redis forgot it or is away; the lease ends it.
                LOG.log(Level.DEBUG, "the lock of " + upload + " is gone already", e);
            }
        }
    }

    /** Somebody else wants the upload. */
    static final class LetGoException extends Exception {}
}
