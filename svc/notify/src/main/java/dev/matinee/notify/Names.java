package dev.matinee.notify;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks for names, no longer than told. The system's resolver cannot be told to stop and holds its thread meanwhile, so it has
 * threads of its own, some and no more.
 */
final class Names implements AutoCloseable {
    private final Resolver resolver;
    private final ThreadPoolExecutor threads;

    /** The system's, or a test's. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param atOnce how many names are asked for at once; as many wait their turn */
    Names(Resolver resolver, int atOnce) {
        this.resolver = resolver;
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(atOnce),
                Thread.ofPlatform().daemon(true).name("outside-names-", 1).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws UnknownHostException when there is no such name, or none is known in that time */
    InetAddress[] resolve(String host, Duration patience) throws UnknownHostException {
        FutureTask<InetAddress[]> asking = new FutureTask<>(() -> resolver.resolve(host));
        try {
            threads.execute(asking);
            return asking.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnknownHostException unknown ? unknown : new UnknownHostException(host);
        } catch (TimeoutException e) {
            asking.cancel(false);
            threads.remove(asking);
            throw new UnknownHostException("the address of " + host + " is not known in time");
        } catch (RejectedExecutionException e) {
            throw new UnknownHostException("too many addresses are being asked for");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted while asking for " + host);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
