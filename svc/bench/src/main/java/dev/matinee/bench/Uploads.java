package dev.matinee.bench;

import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.S3Server;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/** Bytes on their way into S3, beside tusd. */
final class Uploads {
    static final Row TO_S3 = new Row("tus", "upload: a tus upload to S3 beside tusd", Uploads::toS3);
    static final Row MEMORY =
            new Row("tus-memory", "upload: memory while many long uploads go through", Uploads::memory);

    private static final Duration LIMIT = Duration.ofMinutes(40);

    private Uploads() {}

    private static List<Finding> toS3(Lab lab) {
        int mebibytes = lab.option("upload-mb", 64);
        S3Server s3 = S3Server.shared();
        int port = Server.freePort();
        int peerPort = Server.freePort();
        URI peerFiles = URI.create("http://127.0.0.1:" + peerPort + "/files/");
        try (Server ours = upload(lab, port);
                Server tusd = Server.start(
                        lab,
                        "tusd",
                        tusd(lab, s3, peerPort),
                        Map.of(
                                "AWS_ACCESS_KEY_ID", s3.all().access(),
                                "AWS_SECRET_ACCESS_KEY", s3.all().secret(),
                                "AWS_REGION", s3.region()))) {
            tusd.awaitAnswer(peerFiles.resolve("/"));
            URI files = files(port);
            double warm = send(lab, files, token(), mebibytes, 1, 1) + send(lab, peerFiles, "-", mebibytes, 1, 1);
            lab.say(String.format(Locale.ROOT, "warmed up at %.0f MiB/s together", warm));
            double oursBefore = ours.cpuSeconds();
            double peerBefore = tusd.cpuSeconds();
            Pairs pairs = Pairs.take(
                    lab.pairs(),
                    () -> send(lab, files, token(), mebibytes, 1, 1),
                    () -> send(lab, peerFiles, "-", mebibytes, 1, 1));
            double gibibytes = lab.pairs() * mebibytes / 1024.0;
            return List.of(Finding.ratio(
                            TO_S3.name(),
                            "tus upload of " + mebibytes + " MiB to S3",
                            "tusd 2.9.2, its own part size",
                            "MiB/s",
                            pairs,
                            Target.atLeast(0.85))
                    .withCpu(String.format(
                            Locale.ROOT,
                            "%.1f / %.1f s/GiB",
                            (ours.cpuSeconds() - oursBefore) / gibibytes,
                            (tusd.cpuSeconds() - peerBefore) / gibibytes)));
        }
    }

    /** Four at a time; what counts is whether the last of them find it larger than the first. */
    private static List<Finding> memory(Lab lab) {
        int count = lab.option("uploads", 8);
        int mebibytes = lab.option("upload-mb", 256);
        int port = Server.freePort();
        try (Server server = upload(lab, port)) {
            send(lab, files(port), token(), 64, 4, 4);
            CompletableFuture<Double> sending =
                    CompletableFuture.supplyAsync(() -> send(lab, files(port), token(), mebibytes, count, 4));
            List<Double> held = new ArrayList<>();
            while (!sending.isDone()) {
                held.add(server.memoryMib());
                LockSupport.parkNanos(500_000_000);
            }
            sending.join();
            int quarter = Math.max(1, held.size() / 4);
            double first = Spread.of(held.subList(0, quarter)).median();
            double last =
                    Spread.of(held.subList(held.size() - quarter, held.size())).median();
            return List.of(Finding.ratio(
                    MEMORY.name(),
                    "memory (PSS), " + count + " uploads of " + mebibytes + " MiB, the last quarter",
                    "the first quarter of the time",
                    "MiB",
                    new Pairs(List.of(last), List.of(first)),
                    Target.atMost(1.1)));
        }
    }

    private static Server upload(Lab lab, int port) {
        S3Server s3 = S3Server.shared();
        Map<String, String> environment =
                RunningCatalog.environment(PostgresServer.shared().newDatabase(), port);
        environment.putAll(Map.of(
                "S3_ENDPOINT", s3.endpoint().toString(),
                "S3_ACCESS", s3.all().access(),
                "S3_SECRET", s3.all().secret(),
                "S3_REGION", s3.region(),
                "S3_BUCKET", s3.newBucket(),
                "DIRECT_KEY", Base64.getEncoder().encodeToString(new byte[32]),
                "QUOTA_DAY_UPLOADS", "100000",
                "QUOTA_DAY_BYTES", String.valueOf(1L << 45),
                "QUOTA_HELD_BYTES", String.valueOf(1L << 45)));
        Server server = ServicePack.unpack(lab, "upload").start(lab, "upload-" + port, environment);
        server.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/observe/health/ready"));
        return server;
    }

    private static List<String> tusd(Lab lab, S3Server s3, int port) {
        return List.of(
                lab.tool("tusd"),
                "-host",
                "127.0.0.1",
                "-port",
                String.valueOf(port),
                "-s3-bucket",
                s3.newBucket(),
                "-s3-endpoint",
                s3.endpoint().toString());
    }

    private static URI files(int port) {
        return URI.create("http://127.0.0.1:" + port + "/api/upload/v1/files");
    }

    private static String token() {
        return RunningCatalog.creator();
    }

    private static double send(Lab lab, URI files, String token, int mebibytes, int count, int atOnce) {
        List<String> command = new ArrayList<>(lab.onLoadCore());
        command.addAll(List.of(
                Lab.java(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                TusClient.class.getName(),
                files.toString(),
                token,
                String.valueOf(mebibytes),
                String.valueOf(count),
                String.valueOf(atOnce)));
        return Double.parseDouble(Command.run(LIMIT, command).lines().reduce("", (before, line) -> line));
    }
}
