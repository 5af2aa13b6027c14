package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever members do at once, the counts are those of the rows and each change was said once. */
class CountersPropertyIT {
    private static @Nullable Setting shared;

    enum Verb {
        FOLLOW,
        UNFOLLOW,
        BLOCK,
        UNBLOCK,
        LIKE,
        UNLIKE,
        COMMENT,
        REPLY,
        HIDE,
        SHOW,
        DELETE_COMMENT,
        COLLECT,
        TAKE_OUT,
        WATCH,
        DELETE_VIDEO
    }

    /** One member does one thing to another's channel or to one of two videos. */
    record Action(Verb verb, int member, int other, int video) {}

    @BeforeContainer
    static void open() {
        shared = new Setting();
    }

    @AfterContainer
    static void close() {
        setting().database.close();
    }

    @Provide
    Arbitrary<List<Action>> actions() {
        Arbitrary<Verb> verbs = Arbitraries.frequency(Tuple.of(1, Verb.DELETE_VIDEO), Tuple.of(40, Verb.FOLLOW))
                .flatMap(rare -> rare == Verb.DELETE_VIDEO
                        ? Arbitraries.just(rare)
                        : Arbitraries.of(Verb.class).filter(verb -> verb != Verb.DELETE_VIDEO));
        return Combinators.combine(
                        verbs,
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 1))
                .as(Action::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(80);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void counts_areThoseOfTheRows(@ForAll("actions") List<Action> actions) throws InterruptedException {
        Setting setting = setting();
        World world = new World(setting);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> done = new ArrayList<>();
            actions.forEach(action -> done.add(threads.submit(() -> world.act(action))));
            for (Future<?> one : done) {
                try {
                    one.get();
                } catch (ExecutionException e) {
                    // Refused by a rule, such as what is blocked or gone; anything else is a failure of ours.
                    if (!(e.getCause() instanceof ProblemException)) {
                        throw new AssertionError("failed", e.getCause());
                    }
                }
            }
        }
        for (UUID channel : world.channels) {
            assertThat(setting.number("SELECT followers AS rows FROM channel WHERE id = ?", channel))
                    .isEqualTo(setting.number("SELECT count(*) AS rows FROM follow WHERE channel_id = ?", channel))
                    .isEqualTo(setting.number("""
                            SELECT coalesce(sum(CASE WHEN (convert_from(data, 'UTF8')::jsonb ->> 'following')::boolean THEN 1 ELSE -1 END), 0)
                                AS rows
                            FROM outbox WHERE type = 'social.follow.changed'
                                AND convert_from(data, 'UTF8')::jsonb ->> 'channel_id' = ?
                            """, channel.toString()));
        }
        for (UUID video : world.videos) {
            Optional<Content> content = ContentQueries.find(setting.database.execute(), ContentKind.VIDEO, video);
            long likes = setting.number("SELECT count(*) AS rows FROM content_like WHERE content_id = ?", video);
            long comments = setting.number(
                    "SELECT count(*) AS rows FROM comment WHERE content_id = ? AND state = 'shown'", video);
            assertThat(likes).isEqualTo(content.map(Content::likes).orElse(0L));
            assertThat(comments).isEqualTo(content.map(Content::comments).orElse(0L));
            if (content.isEmpty()) {
                assertThat(setting.number("SELECT count(*) AS rows FROM watch WHERE content_id = ?", video))
                        .isZero();
                assertThat(setting.number("SELECT count(*) AS rows FROM playlist_item WHERE content_id = ?", video))
                        .isZero();
            }
            assertThat(setting.number("""
                            SELECT count(*) AS rows FROM comment p WHERE content_id = ? AND replies <>
                                (SELECT count(*) FROM comment r WHERE r.parent_id = p.id AND r.state = 'shown')
                            """, video)).isZero();
        }
        for (UUID playlist : world.playlists) {
            assertThat(setting.number("SELECT items AS rows FROM playlist WHERE id = ?", playlist))
                    .isEqualTo(setting.number(
                            "SELECT count(*) AS rows FROM playlist_item WHERE playlist_id = ?", playlist));
            assertThat(setting.number("SELECT revision AS rows FROM playlist WHERE id = ?", playlist))
                    .as("said once for each revision")
                    .isEqualTo(
                            setting.number("SELECT count(*) AS rows FROM outbox WHERE key = ?", playlist.toString()));
        }
        assertThat(setting.number("""
                        SELECT count(*) AS rows FROM follow f JOIN channel c ON c.id = f.channel_id JOIN block b
                            ON (b.member, b.channel_owner) IN ((f.follower, c.owner), (c.owner, f.follower))
                        """))
                .as("nobody follows whom they have nothing to do with")
                .isZero();
    }

    private static Setting setting() {
        return Objects.requireNonNull(shared);
    }

    /** One database for all tries. */
    private static final class Setting {
        final PostgresServer.Database server = PostgresServer.shared().newDatabase();
        final Database database =
                Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 12));
        final Outbox outbox = new Outbox("catalog", Clock.systemUTC());
        final ChannelStore channels = new ChannelStore(database, outbox, Clock.systemUTC());
        final FollowStore follows = new FollowStore(database, channels, outbox, Clock.systemUTC());
        final BlockStore blocks = new BlockStore(database, follows, outbox, Clock.systemUTC());
        final LikeStore likes = new LikeStore(database, outbox, Clock.systemUTC());
        final CommentStore comments = new CommentStore(database, channels, outbox, Clock.systemUTC());
        final PlaylistStore playlists = new PlaylistStore(database, channels, outbox, Clock.systemUTC());
        final PlaylistItems items = new PlaylistItems(database, outbox, Clock.systemUTC());
        final HistoryStore history = new HistoryStore(database, outbox, Clock.systemUTC());
        final VideoStore videos = new VideoStore(database, outbox, Parts.LIMITS, (id, revision) -> {});

        long number(String sql, Object... parameters) {
            return Counts.of(database.execute(), sql, parameters);
        }
    }

    /** Four new members with a channel each, and two videos of the first. */
    private static final class World {
        private final Setting setting;
        private final List<Caller> members = IntStream.range(0, 4)
                .mapToObj(number -> new Caller(
                        Films.newUser(),
                        "m" + number,
                        "matinee-web",
                        "",
                        Set.of(Role.VIEWER),
                        Instant.MIN,
                        Instant.MAX))
                .toList();
        final List<UUID> channels;
        final List<UUID> playlists;
        final List<UUID> videos;
        private final List<UUID> written = Collections.synchronizedList(new ArrayList<>());

        World(Setting setting) {
            this.setting = setting;
            this.channels = members.stream()
                    .map(member -> setting.channels
                            .ofUser(member.subject(), member.name())
                            .id())
                    .toList();
            this.playlists = members.stream()
                    .map(member -> setting.playlists
                            .create(member, new PlaylistDetails("T", null, Visibility.PUBLIC), (t, made) -> {})
                            .id())
                    .toList();
            this.videos = IntStream.range(0, 2).mapToObj(number -> video()).toList();
        }

        private UUID video() {
            Instant now = Parts.NOW;
            Video video = Video.created(
                    Uuid7.next(),
                    channels.getFirst(),
                    members.getFirst().subject(),
                    Parts.details(Visibility.PUBLIC, null),
                    now,
                    now);
            setting.videos.create(video, transaction -> {});
            setting.videos.change(video.id(), made -> Parts.ready(made, now));
            return video.id();
        }

        void act(Action action) {
            Caller caller = members.get(action.member());
            Channel channel = setting.channels.get(channels.get(action.other()).toString());
            UUID video = videos.get(action.video());
            switch (action.verb()) {
                case FOLLOW -> setting.follows.follow(caller, channel);
                case UNFOLLOW -> setting.follows.unfollow(caller, channel);
                case BLOCK -> setting.blocks.block(caller, channel);
                case UNBLOCK -> setting.blocks.unblock(caller.subject(), channel);
                case LIKE -> setting.likes.like(caller, ContentKind.VIDEO, video);
                case UNLIKE -> setting.likes.unlike(caller, ContentKind.VIDEO, video);
                case COMMENT -> write(caller, video, null);
                case REPLY -> some(action).ifPresent(parent -> write(caller, video, parent));
                case HIDE -> change(caller, action, comment -> comment.hidden(Comment.HiddenBy.OWNER));
                case SHOW -> change(caller, action, Comment::shown);
                case DELETE_COMMENT -> change(caller, action, Comment::deleted);
                case COLLECT ->
                    setting.items.put(caller, playlists.get(action.member()), video, action.other(), any -> {});
                case TAKE_OUT -> setting.items.remove(playlists.get(action.member()), video, any -> {});
                case WATCH -> setting.history.watched(caller, video, 1_000L * action.other());
                case DELETE_VIDEO -> setting.videos.delete(video, Parts.NOW, any -> {});
            }
        }

        private void write(Caller caller, UUID video, @Nullable UUID parent) {
            written.add(setting.comments
                    .create(caller, ContentKind.VIDEO, video, "x", parent, (transaction, comment) -> {})
                    .comment()
                    .id());
        }

        private void change(Caller caller, Action action, UnaryOperator<Comment> change) {
            some(action)
                    .ifPresent(id -> setting.comments.change(caller, id, (comment, access) -> change.apply(comment)));
        }

        private Optional<UUID> some(Action action) {
            synchronized (written) {
                return written.isEmpty()
                        ? Optional.empty()
                        : Optional.of(written.get((action.other() * 7 + action.member()) % written.size()));
            }
        }
    }
}
