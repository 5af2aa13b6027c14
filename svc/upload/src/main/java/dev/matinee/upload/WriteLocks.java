package dev.matinee.upload;

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
import org.redisson.api.RLock;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.RedisException;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * One request at a time per upload, over all instances. Who wants an upload that is being written to asks the writer to
 * let go: usually that is a request whose client is long gone. The lock keeps order; what keeps the bytes right when a
 * lock is lost is the fence of {@link UploadStore#claim}.
 */
final class WriteLocks implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WriteLocks.class.getName());
    private static final String TOPIC = "upload:let-go";
    private static final RedisSettings.Patience PATIENCE = new RedisSettings.Patience(Duration.ofSeconds(2), 1, 32);
    /** A crashed instance's locks end after this. */
    private static final Duration LEASE = Duration.ofSeconds(12);

    private final RedissonClient redis;
    private final Duration wait;
    private final RTopic topic;
    private final ConcurrentMap<UUID, Hold> holds = new ConcurrentHashMap<>();

    WriteLocks(RedisSettings settings, Duration wait) {
        this.redis = connect(settings);
        this.wait = wait;
        this.topic = redis.getTopic(TOPIC, StringCodec.INSTANCE);
        topic.addListener(String.class, (channel, id) -> letGo(id));
    }

    private static RedissonClient connect(RedisSettings settings) {
        Config config = settings.config(PATIENCE).setLazyInitialization(false);
        config.setLockWatchdogTimeout(LEASE.toMillis());
        return Redisson.create(config);
    }

    /** Takes the upload, after asking whoever has it to let go; empty when they do not in time. */
    Optional<Hold> take(UUID upload) {
        RLock lock = redis.getLock("upload:write:" + upload);
        try {
            if (!lock.tryLock()) {
                topic.publish(upload.toString());
                if (!lock.tryLock(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    return Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        Hold hold = new Hold(upload, lock);
        holds.put(upload, hold);
        return Optional.of(hold);
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

    private void letGo(String upload) {
        Tus.id(upload).map(holds::get).ifPresent(Hold::letGo);
    }

    /** The right to write to one upload, until it is closed by the thread that took it. */
    final class Hold implements AutoCloseable {
        private final UUID upload;
        private final RLock lock;
        private final ReentrantLock state = new ReentrantLock();
        private final Thread owner = Thread.currentThread();
        private boolean reading;
        private boolean asked;

        private Hold(UUID upload, RLock lock) {
            this.upload = upload;
            this.lock = lock;
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

        private void letGo() {
            state.lock();
            try {
                asked = true;
                if (reading) {
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
