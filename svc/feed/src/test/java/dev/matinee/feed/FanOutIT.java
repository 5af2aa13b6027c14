package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import dev.matinee.kit.test.SocialGraph;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A graph with few large and many small channels: every feed is what sorting all that is followed would give. */
class FanOutIT {
    private static final int THRESHOLD = 60;
    private static final int OF_EACH = 6;

    private final String run = UUID.randomUUID().toString();
    private final SocialGraph graph = new SocialGraph(300, 20, 200, 2, 1, 3);
    private final List<Post.Channel> channels = IntStream.range(0, graph.channels())
            .mapToObj(number -> Post.Channel.named("channel " + number))
            .toList();
    private final PostgresServer.Database server = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 4));
    private final Clock clock = Clock.systemUTC();
    private final Epoch epoch = new Epoch(database);
    private final FeedRedis redis = new FeedRedis(
            new RedisSettings(
                    RedisServer.shared().url(), Optional.of(RedisServer.shared().password())),
            epoch,
            Duration.ofHours(1));
    private final FeedConfig.FanOut settings = new FeedConfig.FanOut(THRESHOLD, 20, Duration.ofHours(1));
    private final CardStore cards = new CardStore(database, new Outbox("feed", clock), settings, clock);
    private final SocialStore social = new SocialStore(database, THRESHOLD, clock);
    private final TimelineStore store = new TimelineStore(database, clock);
    private final Derived derived = new Derived(redis, cards, social, epoch);
    private final Timelines timelines = new Timelines(redis, store, social, epoch, clock);
    private final FanOut fanOut = new FanOut(store, cards, redis, epoch, settings.idle(), clock);
    private final List<Post> posts = new ArrayList<>();

    @AfterEach
    void close() {
        redis.close();
        database.close();
    }

    @Test
    void feeds_ofReadersAndOfThoseWhoReturn_areWhatBruteForceGives() throws AwayException {
        Random random = new Random(3);
        follow();
        publish(random);
        deliver(random);
        List<String> readers = members(0);
        readers.forEach(user -> timelines.window(user, null, 10));
        publish(random);
        deliver(random);

        for (String user : readers) {
            List<Entry> pushed =
                    redis.home(user, null, FeedRedis.CAP).orElseThrow().entries();
            assertThat(pushed).as(user).isEqualTo(bruteForce(user, false));
            assertThat(timelines.window(user, null, FeedRedis.CAP).entries()).isEqualTo(bruteForce(user, true));
        }
        for (String user : members(1)) {
            assertThat(redis.home(user, null, 10)).as("an idle member's list").isEmpty();
            assertThat(timelines.window(user, null, FeedRedis.CAP).entries()).isEqualTo(bruteForce(user, true));
        }
    }

    @Test
    void pages_ofAnyLength_areAllOfItOnce() throws AwayException {
        Random random = new Random(4);
        follow();
        publish(random);
        publish(random);
        for (String user : members(0).subList(0, 30)) {
            int length = 1 + random.nextInt(9);
            List<Entry> walked = new ArrayList<>();
            List<Entry> page = timelines.window(user, null, length).entries();
            while (!page.isEmpty()) {
                walked.addAll(page);
                page = timelines.window(user, page.getLast(), length).entries();
            }
            assertThat(walked).as(user + " by " + length).isEqualTo(bruteForce(user, true));
        }
    }

    @Test
    void unpublished_isTakenOutOfLists() throws AwayException {
        Random random = new Random(5);
        follow();
        publish(random);
        deliver(random);
        members(0).forEach(user -> timelines.window(user, null, 10));
        Post gone = posts.stream().filter(post -> !pulled(post)).findFirst().orElseThrow();
        derived.tell(cards.hide(gone.id(), gone.document().channel().id(), 2, false));
        posts.remove(gone);
        deliver(random);
        for (String user : members(0)) {
            assertThat(redis.home(user, null, FeedRedis.CAP).orElseThrow().entries())
                    .isEqualTo(bruteForce(user, false));
        }
    }

    @Test
    void lists_areCappedAtTheNewest() throws AwayException {
        Post.Channel busy = Post.Channel.named("busy");
        String user = "reader " + run;
        social.apply(List.of(Acts.follow(user, busy, true, Instant.now()).data()));
        timelines.window(user, null, 1);
        List<Entry> entries = IntStream.range(0, FeedRedis.CAP + 50)
                .mapToObj(number -> new Entry(new UUID(9, number).toString(), 1_000 + number))
                .toList();
        entries.forEach(entry -> redis.push(entry, List.of(user)));
        assertThat(redis.home(user, null, 2 * FeedRedis.CAP).orElseThrow().entries())
                .isEqualTo(entries.reversed().subList(0, FeedRedis.CAP));
    }

    private void follow() {
        List<EventData> follows = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            Post.Channel of = channels.get(channel);
            graph.followers(channel)
                    .forEach(member -> follows.add(
                            Acts.follow(member(member), of, true, Instant.now()).data()));
        }
        derived.tell(social.apply(follows));
        derived.tellOfPulled();
    }

    /** Some more in every channel, in no order of time, some at the same moment. */
    private void publish(Random random) {
        List<Post> more = new ArrayList<>();
        for (Post.Channel channel : channels) {
            for (int i = 0; i < OF_EACH; i++) {
                more.add(Post.at(channel, "film", Instant.ofEpochSecond(1_700_000_000L + random.nextInt(50))));
            }
        }
        Collections.shuffle(more, random);
        posts.addAll(more);
        derived.tell(cards.apply(more.stream().map(Post::document).toList(), List.of()));
    }

    /** Hands on what the outbox has, in any order and some of it twice. */
    private void deliver(Random random) throws AwayException {
        List<Event> tasks = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DELETE FROM outbox RETURNING data")) {
            while (rows.next()) {
                tasks.add(Event.now(
                        EventType.FEED_FANOUT,
                        "feed",
                        clock.instant(),
                        EventJson.read(EventType.FEED_FANOUT, rows.getBytes(1))));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        assertThat(tasks).isNotEmpty();
        List<Event> again =
                tasks.stream().filter(task -> random.nextInt(4) == 0).toList();
        tasks.addAll(again);
        Collections.shuffle(tasks, random);
        fanOut.handle(tasks);
    }

    private List<Entry> bruteForce(String user, boolean all) {
        Map<String, Boolean> followed = IntStream.range(0, channels.size())
                .filter(channel -> graph.followers(channel)
                        .anyMatch(member -> member(member).equals(user)))
                .boxed()
                .collect(Collectors.toMap(
                        channel -> channels.get(channel).id(), channel -> graph.followersOf(channel) >= THRESHOLD));
        return posts.stream()
                .filter(post -> followed.containsKey(post.document().channel().id()) && (all || !pulled(post)))
                .map(post -> new Entry(
                        post.id(),
                        Optional.ofNullable(post.document().publishedAt())
                                .orElseThrow()
                                .toEpochMilli()))
                .sorted(Entry.NEWEST_FIRST)
                .toList();
    }

    private boolean pulled(Post post) {
        return IntStream.range(0, channels.size())
                .filter(channel -> channels.get(channel)
                        .id()
                        .equals(post.document().channel().id()))
                .anyMatch(channel -> graph.followersOf(channel) >= THRESHOLD);
    }

    private List<String> members(int remainder) {
        return IntStream.range(0, graph.members())
                .filter(member -> member % 2 == remainder)
                .mapToObj(this::member)
                .toList();
    }

    private String member(int number) {
        return "member-" + number + "-" + run;
    }
}
