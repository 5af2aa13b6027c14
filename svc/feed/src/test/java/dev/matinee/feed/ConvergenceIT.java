package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.EventData;
import dev.matinee.events.VideoChanged;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
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
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever order events come in and however often, the same rows are there in the end, and counts agree with them. */
class ConvergenceIT {
    private static final PostgresServer.Database SERVER =
            PostgresServer.shared().newDatabase();
    private static final Database DATABASE =
            Database.open(new DatabaseSettings(SERVER.url(), SERVER.user(), SERVER.password(), 4));
    private static final List<String> TABLES = List.of(
            "SELECT user_id, channel_id, active, changed_at FROM follow ORDER BY 1, 2",
            "SELECT user_id, channel_id, active, changed_at FROM mute ORDER BY 1, 2",
            "SELECT user_id, channel_owner, active, changed_at FROM block ORDER BY 1, 2",
            "SELECT user_id, content_id, active, changed_at FROM content_like ORDER BY 1, 2",
            "SELECT user_id, content_id, watched_at, finished FROM watch ORDER BY 1, 2",
            "SELECT channel_id, followers FROM audience WHERE followers > 0 ORDER BY 1",
            "SELECT content_id, likes, watches FROM popularity WHERE likes + watches > 0 ORDER BY 1");

    private final FeedConfig.FanOut fanOut = new FeedConfig.FanOut(1_000, 100, Duration.ofDays(1));
    private final SocialStore social = new SocialStore(DATABASE, fanOut.threshold(), Clock.systemUTC());
    private final CardStore cards =
            new CardStore(DATABASE, new Outbox("feed", Clock.systemUTC()), fanOut, Clock.systemUTC());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatMembersDid_shuffledAndRepeated_endsTheSame(long seed) {
        Random random = new Random(seed);
        List<EventData> acts = acts(random);
        clear();
        social.apply(acts);
        List<String> inOrder = rows();
        assertThat(inOrder).isNotEmpty();

        clear();
        List<EventData> again = new ArrayList<>(acts);
        acts.stream().filter(act -> random.nextInt(3) == 0).forEach(again::add);
        Collections.shuffle(again, random);
        for (int from = 0; from < again.size(); ) {
            int to = Math.min(again.size(), from + 1 + random.nextInt(20));
            social.apply(again.subList(from, to));
            from = to;
        }
        assertThat(rows()).isEqualTo(inOrder);
        assertThat(question("SELECT a.channel_id FROM audience a WHERE followers <> (SELECT count(*) FROM follow f"
                        + " WHERE f.channel_id = a.channel_id AND f.active)"))
                .isEmpty();
        assertThat(question("SELECT p.content_id FROM popularity p WHERE likes <> (SELECT count(*) FROM content_like l"
                        + " WHERE l.content_id = p.content_id AND l.active) OR watches <> (SELECT count(*)"
                        + " FROM watch w WHERE w.content_id = p.content_id)"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whatContentBecame_shuffledAndRepeated_endsTheSame(long seed) {
        Random random = new Random(seed);
        Post.Channel channel = Post.Channel.named("Channel");
        Post first = Post.in(channel, "first");
        List<Post> states = new ArrayList<>(List.of(first));
        for (String visibility : List.of("followers", "private", "public", "unlisted", "public", "followers")) {
            states.add(states.getLast().with(visibility));
        }
        // Each state is told twice: by its event, which hides at once, and by catalog, which may be asked late.
        List<Runnable> told = new ArrayList<>();
        for (Post state : states) {
            told.add(() -> cards.apply(List.of(state.document()), List.of()));
            VideoChanged event = (VideoChanged) state.updated().data();
            if (event.visibility().equals("private") || event.visibility().equals("unlisted")) {
                told.add(() -> cards.hide(state.id(), channel.id(), event.revision(), false));
            }
        }
        told.addAll(List.copyOf(told));
        Collections.shuffle(told, random);
        told.forEach(Runnable::run);
        assertThat(question("SELECT state, revision, provisional FROM card WHERE id = '" + first.id() + "'"))
                .containsExactly("followers 7 f");
        cards.hide(first.id(), null, 8, true);
        Collections.shuffle(told, random);
        told.forEach(Runnable::run);
        assertThat(question("SELECT state FROM card WHERE id = '" + first.id() + "'"))
                .containsExactly("gone");
    }

    @Test
    void unpublishedToFollowers_eventFirst_catalogsWordOfTheSameRevisionCounts() {
        Post.Channel channel = Post.Channel.named("Channel");
        Post film = Post.in(channel, "film");
        Post forFollowers = film.with("followers");
        cards.apply(List.of(film.document()), List.of());
        cards.hide(film.id(), channel.id(), forFollowers.document().revision(), false);
        assertThat(question("SELECT state FROM card WHERE id = '" + film.id() + "'"))
                .containsExactly("hidden");
        cards.apply(List.of(forFollowers.document()), List.of());
        assertThat(question("SELECT state FROM card WHERE id = '" + film.id() + "'"))
                .containsExactly("followers");
    }

    @Test
    void published_withFollowers_isHandedToThemInParts_onceForEachChange() {
        Post.Channel channel = Post.Channel.named("Channel");
        List<EventData> follows = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            follows.add(Acts.follow("follower-" + i + channel.id(), channel, true, Instant.now())
                    .data());
        }
        social.apply(follows);
        Post film = Post.in(channel, "film");
        String tasks = "SELECT convert_from(data, 'UTF8')::jsonb ->> 'add', count(*) FROM outbox WHERE key = '"
                + film.id() + "' GROUP BY 1 ORDER BY 1";
        cards.apply(List.of(film.document()), List.of());
        cards.apply(List.of(film.document()), List.of());
        cards.apply(List.of(film.titled("renamed").document()), List.of());
        assertThat(question(tasks)).containsExactly("true 3");
        cards.hide(film.id(), channel.id(), 3, false);
        assertThat(question(tasks)).containsExactly("false 3", "true 3");
    }

    @Test
    void published_withFollowersAboveTheThreshold_isHandedToNobody() {
        Post.Channel channel = Post.Channel.named("Channel");
        SocialStore low = new SocialStore(DATABASE, 3, Clock.systemUTC());
        for (int i = 0; i < 3; i++) {
            low.apply(List.of(
                    Acts.follow("fan-" + i, channel, true, Instant.now()).data()));
        }
        assertThat(low.untold()).contains(channel.id());
        // Their lists lack what comes now, so it stays so when one leaves.
        low.apply(List.of(Acts.follow("fan-0", channel, false, Instant.now()).data()));
        Post film = Post.in(channel, "film");
        Effects effects = cards.apply(List.of(film.document()), List.of());
        assertThat(question("SELECT 1 FROM outbox WHERE key = '" + film.id() + "'"))
                .isEmpty();
        assertThat(effects.channels()).containsExactly(channel.id());
    }

    private static List<EventData> acts(Random random) {
        List<String> users = List.of("a", "b", "c", "d");
        List<Post.Channel> channels =
                List.of(Post.Channel.named("x"), Post.Channel.named("y"), Post.Channel.named("z"));
        List<Post> posts =
                channels.stream().map(channel -> Post.in(channel, "film")).toList();
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        List<EventData> acts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String user = users.get(random.nextInt(users.size()));
            int number = random.nextInt(channels.size());
            // Now and then two at the same moment.
            Instant at = begin.plusMillis(i / 2);
            boolean on = random.nextBoolean();
            acts.add(
                    switch (random.nextInt(5)) {
                        case 0 ->
                            Acts.follow(user, channels.get(number), on, at).data();
                        case 1 -> Acts.mute(user, channels.get(number), on, at).data();
                        case 2 -> Acts.block(user, channels.get(number), on, at).data();
                        case 3 -> Acts.like(user, posts.get(number), on, at).data();
                        default -> Acts.watch(user, posts.get(number), on, at).data();
                    });
        }
        return acts;
    }

    private static void clear() {
        question("TRUNCATE follow, mute, block, content_like, watch, audience, popularity");
    }

    private static List<String> rows() {
        return TABLES.stream().flatMap(sql -> question(sql).stream()).toList();
    }

    private static List<String> question(String sql) {
        try (Connection connection = SERVER.connect();
                Statement statement = connection.createStatement()) {
            List<String> rows = new ArrayList<>();
            if (!statement.execute(sql)) {
                return rows;
            }
            try (ResultSet found = statement.getResultSet()) {
                while (found.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        columns.add(found.getString(i));
                    }
                    rows.add(String.join(" ", columns));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
