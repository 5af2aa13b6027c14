package dev.matinee.bench;

import dev.matinee.events.Topic;
import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.TestKeys;
import dev.matinee.kit.test.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/** The packed analytics on a real Kafka, with a warehouse of its own. */
final class RunningAnalytics implements AutoCloseable {
    private final Path warehouse;
    private final Server server;
    private final int port;

    private RunningAnalytics(Path warehouse, Server server, int port) {
        this.warehouse = warehouse;
        this.server = server;
        this.port = port;
    }

    static RunningAnalytics start(Lab lab, String bootstrap, Path warehouse, Map<String, String> more) {
        int port = Server.freePort();
        Map<String, String> environment = new HashMap<>(Map.of(
                "SERVER_HOST",
                "127.0.0.1",
                "SERVER_PORT",
                String.valueOf(port),
                "KAFKA_BOOTSTRAP",
                bootstrap,
                "AUTH_JWKS",
                TestKeys.shared().jwks().toString(),
                "ANALYTICS_KEY",
                "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
                "WAREHOUSE_DIR",
                warehouse.toString(),
                "WAREHOUSE_DAYS",
                "36500"));
        environment.putAll(more);
        Server server = ServicePack.unpack(lab, "analytics").start(lab, "analytics-" + port, environment);
        RunningAnalytics analytics = new RunningAnalytics(warehouse, server, port);
        server.awaitAnswer(analytics.uri("/observe/health/ready"));
        return analytics;
    }

    Server server() {
        return server;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** A folder for a warehouse. */
    static Path folder(Lab lab, String name) {
        try {
            return Files.createDirectories(lab.work().resolve(name));
        } catch (IOException e) {
            throw new BenchException("no folder for " + name, e);
        }
    }

    static String operator() {
        return TestTokens.shared()
                .access("00000000-0000-4000-8000-000000000001", "viewer", "operator")
                .with("exp", Instant.now().plusSeconds(3_600))
                .sign();
    }

    /** Makes a topic as the service would, unless it is there. */
    static void topic(KafkaServer kafka, Topic topic) {
        try (Admin admin = kafka.admin()) {
            if (admin.listTopics().names().get(30, TimeUnit.SECONDS).contains(topic.topicName())) {
                return;
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("Kafka does not tell its topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        kafka.createTopic(topic.topicName(), topic.partitions());
    }

    /** How many records of a topic the files hold. */
    long written(Topic topic) {
        long sum = 0;
        try (Stream<Path> files = Files.list(warehouse.resolve("offsets"))) {
            for (Path file : files.filter(
                            file -> String.valueOf(file.getFileName()).startsWith(topic.topicName() + "-"))
                    .toList()) {
                sum += Long.parseLong(Files.readString(file).strip());
            }
        } catch (NoSuchFileException e) {
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    /** Waits until so many are in the files; returns how many there are then. */
    long awaitWritten(Topic topic, long count, Duration limit) {
        long begun = System.nanoTime();
        long written = written(topic);
        while (written < count) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                throw new BenchException(
                        "after " + limit + " the warehouse has " + written + " of " + count + " records");
            }
            LockSupport.parkNanos(10_000_000);
            written = written(topic);
        }
        return written;
    }

    /** Holds it still, or lets it go on. */
    void pause(boolean still) {
        Command.run(Duration.ofSeconds(10), List.of("kill", still ? "-STOP" : "-CONT", String.valueOf(server.pid())));
    }

    @Override
    public void close() {
        server.close();
    }
}
