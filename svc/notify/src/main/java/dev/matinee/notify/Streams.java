package dev.matinee.notify;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.sql.Database;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.Metrics;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Wakes the streams of those whose list has changed, on whichever instance it was changed: PostgreSQL's NOTIFY goes to all. A
 * stream that was woken reads its news itself, and all are woken when listening begins again, so no word can be lost for good.
 */
final class Streams implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Streams.class.getName());
    private static final int LISTEN_MS = 1_000;

    private final Database database;
    private final Limits limits;
    private final Map<String, Set<Stream>> open = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Loop listening;
    private volatile boolean ending;

    /**
     * @param perMember streams one member may have here
     * @param all streams this instance has at most
     * @param heartbeat how often a stream says something when there is nothing to say
     */
    record Limits(int perMember, int all, Duration heartbeat) {}

    Streams(Database database, Limits limits) {
        this.database = database;
        this.limits = limits;
        Metrics.globalRegistry()
                .getOrCreate(Gauge.builder("notify_streams", count, AtomicInteger::doubleValue)
                        .description("Open streams"));
        this.listening = Loop.start("notify-listen", Duration.ofMillis(100), this::listen);
    }

    /** One open stream; only its own thread waits on it. */
    final class Stream implements AutoCloseable {
        private final String member;
        private final Semaphore news = new Semaphore(0);

        private Stream(String member) {
            this.member = member;
        }

        /** Waits for news or the next heartbeat; true for news. */
        boolean await() throws InterruptedException {
            boolean woken = news.tryAcquire(limits.heartbeat().toMillis(), TimeUnit.MILLISECONDS);
            news.drainPermits();
            return woken;
        }

        boolean isEnding() {
            return ending;
        }

        @Override
        public void close() {
            open.computeIfPresent(member, (key, streams) -> {
                streams.remove(this);
                return streams.isEmpty() ? null : streams;
            });
            count.decrementAndGet();
        }
    }

    /** Opens a stream, 429 when the member has too many and 503 when all places are taken. */
    Stream open(String member) {
        if (ending) {
            throw ProblemException.of(NotifyError.STREAMS_FULL);
        }
        if (count.incrementAndGet() > limits.all()) {
            count.decrementAndGet();
            throw ProblemException.of(NotifyError.STREAMS_FULL);
        }
        Stream stream = new Stream(member);
        boolean[] room = {false};
        open.compute(member, (key, streams) -> {
            Set<Stream> all = streams == null ? ConcurrentHashMap.newKeySet(1) : streams;
            room[0] = all.size() < limits.perMember() && all.add(stream);
            return all;
        });
        if (!room[0]) {
            count.decrementAndGet();
            throw ProblemException.of(NotifyError.TOO_MANY_STREAMS).withHeader("Retry-After", "30");
        }
        return stream;
    }

    private void wake(String member) {
        open.getOrDefault(member, Set.of()).forEach(stream -> stream.news.release());
    }

    private boolean listen() {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(true);
            statement.execute("LISTEN notify_inbox");
            // What was said while nobody listened is read now.
            open.keySet().forEach(this::wake);
            PGConnection notifications = connection.unwrap(PGConnection.class);
            while (!ending) {
                PGNotification[] said = notifications.getNotifications(LISTEN_MS);
                for (PGNotification each : said == null ? new PGNotification[0] : said) {
                    for (String member : each.getParameter().split(",", -1)) {
                        wake(member);
                    }
                }
            }
            statement.execute("UNLISTEN *");
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "live news wait: {0}", e.toString());
        }
        return false;
    }

    /** Ends all streams; their clients come again, to another instance. */
    @Override
    public void close() {
        ending = true;
        open.keySet().forEach(this::wake);
        listening.close();
    }
}
