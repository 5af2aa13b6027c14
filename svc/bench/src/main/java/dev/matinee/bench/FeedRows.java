package dev.matinee.bench;

import dev.matinee.kit.test.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What reading a home costs beside the Redis commands in it and beside SQL, and what delivering into feeds costs. */
final class FeedRows {
    static final Row ROW = new Row("feed", "feed: reading a home, and delivering into feeds", FeedRows::measure);

    /** What one page of home asks of Redis: the newest hundred, with their times, */
    private static final int BLOCK = 100;

    /** and the cards of those that are shown and of the next. */
    private static final int SHOWN = 21;

    /** Readings before those that count, while what is read again and again is compiled. */
    private static final int WARM_UPS = 5;

    /** Of the realistic graph: 10,000 follow it. */
    private static final int PUSHED = 6;

    /** 50,000 and 25,000 follow these, both more than are pushed to. */
    private static final int LARGEST = 0;

    private static final int LARGE = 3;

    private static final int PIPELINE = 500;

    private static final String FAN_IN = """
            SELECT c.id, c.title, c.published_at, h.name FROM follow f
            JOIN card c ON c.channel_id = f.channel_id AND c.state IN ('public', 'followers')
            JOIN channel h ON h.id = c.channel_id
            WHERE f.user_id = 'reader-0' AND f.active ORDER BY c.published_at DESC, c.id DESC LIMIT 100;
            """;

    private FeedRows() {}

    private static List<Finding> measure(Lab lab) throws IOException {
        try (RunningFeed feed = RunningFeed.start(lab)) {
            List<Finding> findings = new ArrayList<>(reads(lab, feed));
            findings.addAll(deliveries(lab, feed));
            return findings;
        }
    }

    private static List<Finding> reads(Lab lab, RunningFeed feed) throws IOException {
        String script = script(lab);
        for (int i = 0; i < WARM_UPS; i++) {
            lab.warmUp().script(script).perSecond(lab, feed.home());
        }
        List<String> cards = newestCards(feed);
        Loaded ours = new Loaded(lab, feed.server(), lab.wrk().script(script), feed.home());
        Pairs beside = Pairs.take(lab.pairs(), ours, () -> bothCommands(lab, cards));
        Path sql = Files.writeString(lab.work().resolve("fan-in.sql"), FAN_IN);
        Pairs besideSql = Pairs.take(lab.pairs(), ours, () -> CatalogWrites.pgbench(lab, feed.database(), sql));
        return List.of(
                Finding.ratio(
                        ROW.name(),
                        "feed read (home, 500 follows)",
                        "redis-benchmark, ZREVRANGE of 100 and MGET of 21",
                        "/s",
                        beside,
                        Target.atLeast(0.5)),
                Finding.ratio(
                        ROW.name(),
                        "feed read (home, 500 follows)",
                        "pgbench, SQL fan-in of the same",
                        "/s",
                        besideSql,
                        Target.atLeast(10)));
    }

    private static String script(Lab lab) throws IOException {
        String tokens = IntStream.range(0, RunningFeed.READERS)
                .mapToObj(number -> "\"Bearer " + RunningFeed.token(RunningFeed.reader(number)) + "\"")
                .collect(Collectors.joining(",\n"));
        return Files.writeString(lab.work().resolve("readers.lua"), """
                        local tokens = {
                        %s
                        }
                        local at = 0
                        request = function()
                            at = at %% #tokens + 1
                            return wrk.format("GET", nil, { ["Authorization"] = tokens[at] })
                        end
                        """.formatted(tokens))
                .toString();
    }

    private static List<String> newestCards(RunningFeed feed) {
        try (Connection connection = feed.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(FAN_IN)) {
            List<String> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add("feed:card:" + rows.getString("id"));
            }
            return keys;
        } catch (SQLException e) {
            throw new BenchException("no cards: " + e.getMessage(), e);
        }
    }

    /** How often a second both could be had, one after the other. */
    private static double bothCommands(Lab lab, List<String> cards) {
        double range = redis(
                lab,
                20_000,
                1,
                List.of("ZREVRANGE", "feed:home:" + RunningFeed.reader(0), "0", String.valueOf(BLOCK), "WITHSCORES"));
        List<String> get = new ArrayList<>(List.of("MGET"));
        get.addAll(cards.subList(0, SHOWN));
        return 1 / (1 / range + 1 / redis(lab, 10_000, 1, get));
    }

    private static double redis(Lab lab, int aSecond, int pipeline, List<String> asked) {
        RedisServer redis = RedisServer.shared();
        List<String> command = new ArrayList<>(lab.onLoadCore());
        command.addAll(List.of(
                lab.tool("redis-benchmark"),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(redis.url().getPort()),
                "-a",
                redis.password(),
                "-c",
                String.valueOf(pipeline == 1 ? Lab.CLIENTS : 1),
                "-P",
                String.valueOf(pipeline),
                "-r",
                "10000",
                "-n",
                String.valueOf(aSecond * lab.length().toSeconds())));
        command.addAll(asked);
        return CatalogReads.perSecond(Command.run(Duration.ofMinutes(3), command));
    }

    private static List<Finding> deliveries(Lab lab, RunningFeed feed) {
        lab.say("has 10,000 lists made");
        feed.warm(feed.graph().followers(PUSHED).mapToObj(RunningFeed::member));
        int followers = feed.graph().followersOf(PUSHED);
        // The first ones compile the way; what is measured comes after.
        deliver(feed, 3, followers);
        List<Double> one = new ArrayList<>();
        for (int i = 0; i < lab.pairs(); i++) {
            one.add(deliver(feed, 1, followers) / 1_000);
        }
        Pairs rates = Pairs.take(
                lab.pairs(),
                () -> 10 * followers / (deliver(feed, 10, followers) / 1_000),
                () -> redis(
                        lab,
                        200_000,
                        PIPELINE,
                        List.of("ZADD", "peer:home:__rand_int__", "1750000000000", "__rand_int__")));
        Pairs sizes = Pairs.take(lab.pairs(), () -> publish(feed, LARGEST), () -> publish(feed, LARGE));
        return List.of(
                Finding.reading(
                        ROW.name(),
                        "feed fan-out, 10,000 followers",
                        "event to the last list",
                        one,
                        Target.atMost(1, "s")),
                Finding.ratio(
                        ROW.name(),
                        "feed fan-out, ten at once",
                        "redis-benchmark, ZADD in pipelines of 500",
                        "lists/s",
                        rates,
                        Target.atLeast(0.70)),
                Finding.ratio(
                        ROW.name(),
                        "feed, publishing to 50,000",
                        "to 25,000, both above the threshold",
                        "ms",
                        sizes,
                        Target.atMost(1.25)));
    }

    /** Milliseconds from so many events until every list has them all. */
    private static double deliver(RunningFeed feed, int count, int followers) {
        double before = feed.pushed();
        long begun = System.nanoTime();
        for (int i = 0; i < count; i++) {
            feed.publish(PUSHED);
        }
        feed.awaitPushed(before + (double) count * followers);
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Milliseconds from the event until a follower's feed begins with it. */
    private static double publish(RunningFeed feed, int channel) {
        String token = RunningFeed.token(
                RunningFeed.member(feed.graph().followers(channel).findFirst().orElseThrow()));
        feed.get("/api/feed/v1/following?limit=1", token);
        long begun = System.nanoTime();
        String id = feed.publish(channel);
        feed.awaitShown(id, token);
        return (System.nanoTime() - begun) / 1e6;
    }
}
