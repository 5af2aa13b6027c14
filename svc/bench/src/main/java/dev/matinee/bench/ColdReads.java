package dev.matinee.bench;

import dev.matinee.kit.test.PostgresServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** How often PostgreSQL is asked when a thousand ask for one video that is in no cache. */
final class ColdReads {
    static final Row ROW =
            new Row("cold", "catalog: SQL statements for 1 000 first reads of a video", ColdReads::measure);

    private static final int AT_ONCE = 1_000;
    /** So many more videos that PostgreSQL goes by the key. */
    private static final int OTHERS = 5_000;

    /** PostgreSQL's backends tell what they did when they have been idle for ten seconds. */
    private static final Duration UNTIL_TOLD = Duration.ofSeconds(12);

    private ColdReads() {}

    private static List<Finding> measure(Lab lab) throws Exception {
        try (RunningCatalog catalog = RunningCatalog.start(lab, PostgresServer.shared(), Map.of())) {
            List<String> ids = catalog.films(OTHERS).subList(0, lab.pairs());
            long before = keyReads(catalog);
            for (String id : ids) {
                readAtOnce(catalog.video(id));
            }
            LockSupport.parkNanos(UNTIL_TOLD.toNanos());
            double each = (double) (keyReads(catalog) - before) / ids.size();
            return List.of(Finding.reading(
                    ROW.name(),
                    "cold read, " + AT_ONCE + " at once",
                    "reads of the primary key, counted by PostgreSQL",
                    List.of(each),
                    Target.atMost(1, "per key")));
        }
    }

    private static long keyReads(RunningCatalog catalog) throws SQLException {
        try (Connection connection = catalog.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE video");
            try (ResultSet row = statement.executeQuery(
                    "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'video_pkey'")) {
                if (!row.next()) {
                    throw new BenchException("the table video has no key video_pkey");
                }
                return row.getLong(1);
            }
        }
    }

    private static void readAtOnce(URI video) throws Exception {
        CountDownLatch connected = new CountDownLatch(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = new ArrayList<>();
            for (int reader = 0; reader < AT_ONCE; reader++) {
                answers.add(threads.submit(() -> read(video, connected)));
            }
            for (Future<String> answer : answers) {
                if (!answer.get().startsWith("HTTP/1.1 200")) {
                    throw new BenchException("a cold read was answered with " + answer.get());
                }
            }
        }
    }

    private static String read(URI video, CountDownLatch connected) throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), video.getPort())) {
            socket.setSoTimeout(30_000);
            connected.countDown();
            connected.await();
            socket.getOutputStream()
                    .write(("GET " + video.getPath() + " HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        }
    }
}
