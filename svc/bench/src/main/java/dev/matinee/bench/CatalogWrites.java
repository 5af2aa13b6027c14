package dev.matinee.bench;

import dev.matinee.kit.test.KafkaServer;
import dev.matinee.kit.test.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What a new video with its event costs beside the two INSERTs alone, and how soon Kafka has the event. */
final class CatalogWrites {
    static final Row ROW =
            new Row("write", "catalog: a new video with its event beside pgbench", CatalogWrites::measure);

    private static final int CLIENTS = 16;
    private static final int EVENTS = 500;
    private static final String TOPIC = "content.events";
    private static final String BODY = "{\"title\":\"A film\",\"visibility\":\"private\"}";
    private static final Pattern TPS = Pattern.compile("tps = ([\\d.]+)");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    /** What catalog executes for it, with an event of the usual length. */
    private static final String SAME_INSERTS = """
            BEGIN;
            INSERT INTO video (title, tags, visibility, state, deadline, access_epoch, published, revision, updated_at,
                id, channel_id, owner, created_at)
            SELECT 'A film', '{}', 'private', 'uploading', now() + interval '1 day', 0, false, 1, now(),
                gen_random_uuid(), c.id, c.owner, now() FROM channel c WHERE c.handle = 'bench';
            INSERT INTO outbox (id, topic, key, type, data, trace) VALUES (gen_random_uuid(), 'content.events',
                gen_random_uuid()::text, 'content.video.created', convert_to(repeat('x', 400), 'UTF8'), '');
            COMMIT;
            """;

    private CatalogWrites() {}

    private static List<Finding> measure(Lab lab) throws Exception {
        PostgresServer postgres = PostgresServer.durable();
        try (RunningCatalog catalog = RunningCatalog.start(lab, postgres, Map.of())) {
            PostgresServer.Database same = sameTables(lab, postgres);
            URI videos = catalog.uri("/api/catalog/v1/videos");
            Path lua = Files.writeString(lab.work().resolve("post.lua"), """
                    wrk.method = "POST"
                    wrk.headers["Content-Type"] = "application/json"
                    wrk.headers["Authorization"] = "Bearer %s"
                    wrk.body = '%s'
                    """.formatted(RunningCatalog.creator(), BODY));
            Path sql = Files.writeString(lab.work().resolve("inserts.sql"), SAME_INSERTS);
            Wrk.of(CLIENTS, Duration.ofSeconds(6)).script(lua.toString()).perSecond(lab, videos);
            Loaded ours = new Loaded(
                    lab, catalog.server(), Wrk.of(CLIENTS, lab.length()).script(lua.toString()), videos);
            Pairs pairs = Pairs.take(lab.pairs(), ours, () -> pgbench(lab, same, sql));
            double behind = awaitEmptied(catalog.database());
            lab.say(String.format(Locale.ROOT, "the relay was %.1f s behind the load", behind));
            List<Double> lags = lags(videos);
            return List.of(
                    Finding.ratio(
                            ROW.name(),
                            "metadata write with its event",
                            "pgbench, the same INSERTs, synchronous commit",
                            "/s",
                            pairs,
                            Target.atLeast(0.80)),
                    Finding.reading(
                            ROW.name(),
                            "commit → Kafka, p99 of " + EVENTS,
                            "the answer's arrival to the event's",
                            List.of(Spread.percentile(lags, 0.99)),
                            Target.atMost(250, "ms")));
        } finally {
            postgres.stop();
        }
    }

    /** A database with catalog's tables and one channel, that no relay empties. */
    private static PostgresServer.Database sameTables(Lab lab, PostgresServer postgres) throws Exception {
        PostgresServer.Database database;
        try (RunningCatalog migrated = RunningCatalog.start(lab, postgres, Map.of())) {
            database = migrated.database();
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO channel (id, owner, handle, name, revision, created_at, updated_at)
                    VALUES (gen_random_uuid(), 'bench', 'bench', 'Bench', 1, now(), now())
                    """);
        }
        return database;
    }

    static double pgbench(Lab lab, PostgresServer.Database database, Path sql) {
        URI address = URI.create(database.url().substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of("env", "PGPASSWORD=" + database.password()));
        command.addAll(lab.onLoadCore());
        command.addAll(List.of(
                lab.tool("pgbench"),
                "-h",
                address.getHost(),
                "-p",
                String.valueOf(address.getPort()),
                "-U",
                database.user(),
                "-n",
                "-M",
                "prepared",
                "-c",
                String.valueOf(CLIENTS),
                "-T",
                String.valueOf(lab.length().toSeconds()),
                "-f",
                sql.toString(),
                address.getPath().substring(1)));
        return tps(Command.run(lab.length().plusSeconds(60), command));
    }

    static double tps(String printed) {
        Matcher tps = TPS.matcher(printed);
        if (!tps.find()) {
            throw new BenchException("pgbench told no rate: " + printed.strip());
        }
        return Double.parseDouble(tps.group(1));
    }

    /** Seconds until the relay has handed on what the load left, so that the next event does not stand in a queue. */
    private static double awaitEmptied(PostgresServer.Database database) throws SQLException {
        long begun = System.nanoTime();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() - begun < Duration.ofMinutes(5).toNanos()) {
                try (ResultSet row = statement.executeQuery("SELECT EXISTS (SELECT FROM outbox)")) {
                    if (row.next() && !row.getBoolean(1)) {
                        return (System.nanoTime() - begun) / 1e9;
                    }
                }
                LockSupport.parkNanos(100_000_000);
            }
        }
        throw new BenchException("the relay did not empty the outbox in five minutes");
    }

    /** Milliseconds from the answer, which follows the commit, until a consumer has the event. */
    private static List<Double> lags(URI videos) throws IOException, InterruptedException {
        CountDownLatch listening = new CountDownLatch(1);
        Map<String, Long> arrived = new ConcurrentHashMap<>();
        Map<String, Long> answered = new HashMap<>();
        Thread listener = Thread.ofPlatform().daemon().start(() -> listen(arrived, listening));
        if (!listening.await(30, TimeUnit.SECONDS)) {
            throw new BenchException("Kafka told no offsets");
        }
        String token = RunningCatalog.creator();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int event = 0; event < EVENTS; event++) {
                HttpResponse<String> answer = client.send(
                        HttpRequest.newBuilder(videos)
                                .timeout(Duration.ofSeconds(10))
                                .header("Content-Type", "application/json")
                                .header("Authorization", "Bearer " + token)
                                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                Matcher id = ID.matcher(answer.body());
                if (answer.statusCode() != 201 || !id.find()) {
                    throw new BenchException("no video was made: " + answer.statusCode());
                }
                answered.put(id.group(1), System.nanoTime());
            }
        }
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!arrived.keySet().containsAll(answered.keySet()) && System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000);
        }
        listener.interrupt();
        List<Double> lags = new ArrayList<>();
        answered.forEach((id, at) -> {
            Long then = arrived.get(id);
            if (then == null) {
                throw new BenchException("an event did not come within 30 s");
            }
            lags.add(Math.max(0, then - at) / 1e6);
        });
        return lags;
    }

    private static void listen(Map<String, Long> arrived, CountDownLatch listening) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                KafkaServer.shared().bootstrap(),
                "group.id",
                "bench-" + System.nanoTime(),
                "auto.offset.reset",
                "latest");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList());
            // Where it reads from is settled before anything is said.
            consumer.assignment().forEach(consumer::position);
            listening.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(Duration.ofMillis(20))
                        .forEach(record -> arrived.putIfAbsent(record.key(), System.nanoTime()));
            }
        } catch (org.apache.kafka.common.errors.InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }
}
