package dev.matinee.bench;

import dev.matinee.events.Topic;
import dev.matinee.kit.test.KafkaServer;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What analytics takes, what it writes, and how quickly it answers. */
final class AnalyticsRows {
    /** First, while its Kafka is empty. */
    static final Row QUERY =
            new Row("analytics.query", "analytics: a year's chart over ten million events", AnalyticsRows::query);

    static final Row INGEST = new Row(
            "analytics.ingest", "analytics: ten million events from Kafka into Parquet files", AnalyticsRows::ingest);
    static final Row COLLECT =
            new Row("analytics.collect", "analytics: events of pages into Kafka", AnalyticsRows::collect);

    private static final int MILLION = 1_000_000;
    private static final int DAYS = 365;
    private static final int BATCH = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Pattern PERFORMANCE = Pattern.compile("([0-9.]+) records/sec");

    private static final String COLUMNS = """
            {'ce_id': 'VARCHAR', 'ce_time': 'TIMESTAMPTZ', 'session_id': 'VARCHAR', 'content_id': 'VARCHAR', 'viewer': 'VARCHAR',
             'kind': 'VARCHAR', 'received_at': 'TIMESTAMPTZ', 'position_ms': 'BIGINT', 'from_ms': 'BIGINT', 'to_ms': 'BIGINT',
             'watched_ms': 'BIGINT', 'startup_ms': 'BIGINT', 'stalled_ms': 'BIGINT', 'error': 'VARCHAR', 'rung': 'INTEGER',
             'player_height': 'INTEGER', 'source': 'VARCHAR', 'referrer': 'VARCHAR',
             'client': 'STRUCT(device VARCHAR, os VARCHAR, browser VARCHAR, country VARCHAR, bot BOOLEAN)'}
            """;

    private AnalyticsRows() {}

    private static List<Finding> query(Lab lab) {
        Path warehouse = RunningAnalytics.folder(lab, "year");
        int millions = lab.option("events", 10);
        year(lab, warehouse, millions);
        try (RunningAnalytics analytics = RunningAnalytics.start(
                lab, KafkaServer.shared().bootstrap(), warehouse, Map.of("ROLLUP_EVERY", "PT1S"))) {
            lab.say("has " + DAYS + " days summed up");
            awaitRollUps(warehouse);
            URI chart = analytics.uri("/api/analytics/v1/metrics/views/timeseries?from=2025-05-01&to=2026-04-30");
            Wrk one = Wrk.of(1, lab.length()).header("Authorization: Bearer " + RunningAnalytics.operator());
            one.perSecond(lab, chart);
            String files = warehouse.resolve("tables/rollup") + "/*/*.parquet";
            String sql = "SELECT day, SUM(views), SUM(sessions) FROM read_parquet('" + files
                    + "', hive_partitioning = true) WHERE day BETWEEN DATE '2025-05-01' AND DATE '2026-04-30'"
                    + " GROUP BY day ORDER BY day";
            List<Finding> findings = new ArrayList<>();
            for (Duckdb peer : List.of(Duckdb.commandLine(lab), Duckdb.sameVersion(lab))) {
                Pairs pairs = Pairs.take(
                        lab.pairs(),
                        () -> 1_000 / one.perSecond(lab, chart),
                        () -> 1_000 * Spread.of(peer.seconds(sql, 20)).median());
                findings.add(Finding.ratio(
                        QUERY.name(),
                        "a year's chart over " + millions + " million events, by HTTP",
                        peer.name() + ", the same files",
                        "ms",
                        pairs,
                        Target.atMost(1.10)));
            }
            return findings;
        }
    }

    /** Raw reports of a year, as many each day, in files that the service did not write and takes as they are. */
    private static void year(Lab lab, Path warehouse, int millions) {
        int aDay = millions * MILLION / DAYS;
        lab.say("makes " + millions + " million reports of " + DAYS + " days");
        List<String> statements = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            String date = "DATE '2025-05-01' + " + day;
            Path folder = RunningAnalytics.folder(
                    lab,
                    warehouse.getFileName() + "/tables/playback/day="
                            + java.time.LocalDate.parse("2025-05-01").plusDays(day));
            statements.add("COPY (SELECT CAST(gen_random_uuid() AS VARCHAR) AS event_id, CAST(" + date
                    + " AS TIMESTAMP) + to_milliseconds(CAST(n AS BIGINT) * 86000000 / " + aDay + ") AS happened_at,"
                    + " CAST(" + date + " AS TIMESTAMP) + to_milliseconds(CAST(n AS BIGINT) * 86000000 / " + aDay
                    + " + 300) AS received_at, CAST(md5(CAST(" + day + " * " + aDay
                    + " + n // 10 AS VARCHAR)) AS VARCHAR) AS session_id,"
                    + " md5(CAST(CAST(floor(5000 * power(hash(n // 10) % 100000 / 100000.0, 3)) AS INTEGER) AS VARCHAR))"
                    + " AS content_id, 'v' || md5(CAST(hash(n // 10 + " + day + ") % 200000 AS VARCHAR)) AS viewer,"
                    + " CASE n % 10 WHEN 0 THEN 'started' WHEN 1 THEN 'playing' ELSE 'progressed' END AS kind,"
                    + " CAST(n % 10 * 10000 AS BIGINT) AS position_ms, CAST(n % 10 * 10000 AS BIGINT) AS from_ms,"
                    + " CAST(n % 10 * 10000 + 10000 AS BIGINT) AS to_ms, CAST(10000 AS BIGINT) AS watched_ms,"
                    + " CASE n % 10 WHEN 1 THEN CAST(hash(n) % 2000 AS BIGINT) END AS startup_ms,"
                    + " CAST(NULL AS BIGINT) AS stalled_ms, CAST(NULL AS VARCHAR) AS error,"
                    + " [360, 480, 720, 1080][1 + CAST(hash(n // 10) % 4 AS INTEGER)] AS rung, 1080 AS player_height,"
                    + " CASE WHEN n % 10 = 0 THEN ['home', 'search', 'following', 'related'][1 + CAST(n // 10 % 4 AS INTEGER)] END"
                    + " AS source, 'example.org' AS referrer, ['desktop', 'mobile', 'tv'][1 + CAST(n // 10 % 3 AS INTEGER)]"
                    + " AS device, 'linux' AS os, 'firefox' AS browser, CAST(NULL AS VARCHAR) AS country, false AS bot,"
                    + " 0 AS kafka_partition, CAST(n AS BIGINT) AS kafka_offset FROM range(0, " + aDay
                    + ") AS numbers (n)) TO '" + folder.resolve("made.parquet")
                    + "' (FORMAT parquet, COMPRESSION zstd)");
        }
        Duckdb.commandLine(lab).run(statements);
    }

    /** All that is made of sessions: who asks while some of it is made shares the cores with that. */
    private static void awaitRollUps(Path warehouse) {
        long begun = System.nanoTime();
        for (String table : List.of("rollup", "viewer", "retention")) {
            while (rollUps(warehouse, table) < DAYS) {
                if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                    throw new BenchException("only " + rollUps(warehouse, table) + " days are summed up in " + table
                            + " after " + PATIENCE);
                }
                LockSupport.parkNanos(100_000_000);
            }
        }
    }

    private static long rollUps(Path warehouse, String table) {
        try (Stream<Path> files = Files.walk(warehouse.resolve("tables/" + table))) {
            return files.filter(file -> file.endsWith(table + ".parquet")).count();
        } catch (IOException e) {
            throw new BenchException("the roll-ups cannot be counted", e);
        }
    }

    /** One reader of all that Kafka has; it is held still while the peer writes as many rows. */
    private static List<Finding> ingest(Lab lab) {
        int millions = lab.option("events", 10);
        int step = millions * MILLION / Math.max(lab.pairs(), 10);
        KafkaServer kafka = KafkaServer.shared();
        RunningAnalytics.topic(kafka, Topic.PLAYBACK_EVENTS);
        lab.say("puts " + millions + " million events into Kafka");
        List<String> fill = new ArrayList<>(lab.onLoadCore());
        fill.addAll(List.of(Lab.java(), "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path")));
        fill.addAll(
                List.of(PlaybackLoad.class.getName(), kafka.bootstrap(), String.valueOf((long) millions * MILLION)));
        Command.run(PATIENCE, fill);
        Path lines = lab.work().resolve("reports.json");
        PlaybackLoad.lines(lines, step);
        Duckdb peer = Duckdb.sameVersion(lab);
        List<Double> rates = new ArrayList<>();
        List<Double> fromLines = new ArrayList<>();
        List<Double> fromTable = new ArrayList<>();
        List<Double> memory = new ArrayList<>();
        try (RunningAnalytics analytics = RunningAnalytics.start(
                lab, kafka.bootstrap(), RunningAnalytics.folder(lab, "ingested"), Map.of("ROLLUP_EVERY", "PT1H"))) {
            long written = analytics.awaitWritten(Topic.PLAYBACK_EVENTS, 1, PATIENCE);
            while (written + step <= (long) millions * MILLION) {
                long begun = System.nanoTime();
                long now = analytics.awaitWritten(Topic.PLAYBACK_EVENTS, written + step * 9L / 10, PATIENCE);
                rates.add((now - written) * 1e9 / (System.nanoTime() - begun));
                analytics.pause(true);
                written = now;
                memory.add(analytics.server().memoryMib());
                lab.say(String.format(
                        Locale.ROOT,
                        "%.2f million: %.0f records/s, %.0f MiB (PSS)",
                        (double) written / MILLION,
                        rates.getLast(),
                        memory.getLast()));
                List<Double> seconds = peer.run(copies(lab, lines));
                fromLines.add(step / seconds.getFirst());
                fromTable.add(step / seconds.getLast());
                analytics.pause(false);
            }
        }
        return List.of(
                Finding.ratio(
                        INGEST.name(),
                        "Kafka → Parquet",
                        peer.name() + ", COPY of the same JSON from a file",
                        "rows/s",
                        new Pairs(rates, fromLines),
                        Target.atLeast(0.5)),
                Finding.ratio(
                        INGEST.name(),
                        "Kafka → Parquet",
                        peer.name() + ", COPY of the same rows from a table, read already",
                        "rows/s",
                        new Pairs(rates, fromTable),
                        Target.atLeast(0.5)),
                Finding.reading(
                        INGEST.name(),
                        "memory (PSS) added by a million events, behind the first three",
                        millions + " million in all",
                        growth(memory, (double) step / MILLION),
                        Target.atMost(4, "MiB")));
    }

    /** Between any two readings, so that the median is the slope by Theil and Sen: one step up and down again is no growth. */
    private static List<Double> growth(List<Double> memory, double millions) {
        List<Double> growth = new ArrayList<>();
        int first = Math.min(memory.size() - 2, (int) Math.ceil(3 / millions));
        for (int i = first; i < memory.size(); i++) {
            for (int later = i + 1; later < memory.size(); later++) {
                growth.add((memory.get(later) - memory.get(i)) / ((later - i) * millions));
            }
        }
        return growth;
    }

    private static List<String> copies(Lab lab, Path lines) {
        String rows = "SELECT * EXCLUDE (client), client.device AS device, client.os AS os, client.browser AS browser,"
                + " client.country AS country, client.bot AS bot FROM read_json(" + "'" + lines
                + "', format = 'newline_delimited', columns = " + COLUMNS + ")";
        String options = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 100000)";
        Path file = lab.work().resolve("copied.parquet");
        return List.of(
                "COPY (" + rows + ") TO '" + file + "' " + options,
                "CREATE TABLE reports AS " + rows,
                "COPY reports TO '" + file + "' " + options);
    }

    /** Another instance writes the files, so that this one has nothing to do but to collect. */
    private static List<Finding> collect(Lab lab) throws IOException {
        KafkaServer kafka = KafkaServer.shared();
        Path warehouse = RunningAnalytics.folder(lab, "collected");
        try (FileChannel channel = FileChannel.open(
                        warehouse.resolve("writer"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock writer = channel.lock();
                RunningAnalytics analytics = RunningAnalytics.start(lab, kafka.bootstrap(), warehouse, Map.of())) {
            if (!writer.isValid()) {
                throw new BenchException("the warehouse could not be kept from being written");
            }
            URI events = analytics.uri("/api/analytics/v1/events");
            String script = script(lab);
            lab.warmUp().script(script).perSecond(lab, events);
            lab.warmUp().script(script).perSecond(lab, events);
            Loaded ours = new Loaded(lab, analytics.server(), lab.wrk().script(script), events);
            String topic = "bench.performance";
            kafka.createTopic(topic, Topic.PLAYBACK_EVENTS.partitions());
            Path payload = lab.work().resolve("payload.json");
            PlaybackLoad.lines(payload, 5_000);
            Pairs pairs = Pairs.take(
                    lab.pairs(),
                    () -> ours.getAsDouble() * BATCH,
                    () -> performance(lab, kafka.bootstrap(), topic, payload));
            return List.of(Finding.ratio(
                            COLLECT.name(),
                            "event collection, " + BATCH + " in a request",
                            "kafka-producer-perf-test, the same size and settings",
                            "records/s",
                            pairs,
                            Target.atLeast(0.25))
                    .withCpu(ours.cpu()));
        }
    }

    private static String script(Lab lab) throws IOException {
        String bodies = IntStream.range(0, 100)
                .mapToObj(number -> "[[" + PlaybackLoad.batch((long) number * BATCH, BATCH) + "]]")
                .collect(Collectors.joining(",\n"));
        return Files.writeString(lab.work().resolve("events.lua"), """
                        local bodies = {
                        %s
                        }
                        local at = 0
                        request = function()
                            at = at %% #bodies + 1
                            return wrk.format("POST", nil, {
                                ["Content-Type"] = "text/plain;charset=UTF-8",
                                ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
                            }, bodies[at])
                        end
                        """.formatted(bodies))
                .toString();
    }

    /** In our place, on the same core as Kafka; the part behind the records that warm it up. */
    private static double performance(Lab lab, String bootstrap, String topic, Path payload) {
        List<String> command = new ArrayList<>(List.of(
                Lab.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                lab.tool("kafka-tools") + "/*",
                "org.apache.kafka.tools.ProducerPerformance",
                "--topic",
                topic,
                "--num-records",
                "600000",
                "--warmup-records",
                "300000",
                "--payload-file",
                payload.toString(),
                "--throughput",
                "-1",
                "--command-property",
                "bootstrap.servers=" + bootstrap,
                "acks=all",
                "enable.idempotence=true",
                "compression.type=zstd",
                "batch.size=65536",
                "linger.ms=5",
                "buffer.memory=8388608"));
        Matcher told = PERFORMANCE.matcher(Command.run(Duration.ofMinutes(5), command));
        double rate = 0;
        // The last line is that of the steady state.
        while (told.find()) {
            rate = Double.parseDouble(told.group(1));
        }
        if (rate == 0) {
            throw new BenchException("kafka-producer-perf-test told no rate");
        }
        return rate;
    }
}
