package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one member may have of each; the next one is refused and leaves nothing behind. */
class LimitsIT {
    private final PostgresServer.Database server = PostgresServer.shared().newDatabase();
    private final Database database =
            Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 4));
    private final Outbox outbox = new Outbox("catalog", Clock.systemUTC());
    private final ChannelStore channels = new ChannelStore(database, outbox, Clock.systemUTC());
    private final FollowStore follows = new FollowStore(database, channels, outbox, Clock.systemUTC());
    private final Caller eve =
            new Caller("eve", "Eve", "matinee-web", "", Set.of(Role.VIEWER), Instant.MIN, Instant.MAX);

    @BeforeEach
    void manyChannels() {
        database.execute().insert("""
                INSERT INTO channel (id, owner, handle, name, revision, created_at, updated_at)
                SELECT gen_random_uuid(), 'owner-' || n, 'handle-' || n, 'Name', 1, now(), now()
                FROM generate_series(1, 5000) n
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void follows() {
        database.execute().insert("""
                INSERT INTO follow SELECT gen_random_uuid(), 'eve', id, now() FROM channel
                """);
        database.execute().update("UPDATE channel SET followers = 1");
        Channel one = channels.ofUser("one-more", "One");
        refused(CatalogError.TOO_MANY_FOLLOWS, () -> follows.follow(eve, one), "follow");
        assertThat(follows.follow(eve, channels.get("handle-1")).following())
                .as("one they follow already")
                .isTrue();
        follows.unfollow(eve, channels.get("handle-2"));
        assertThat(follows.follow(eve, one).following()).isTrue();
    }

    @Test
    void mutes() {
        database.execute().insert("INSERT INTO mute SELECT gen_random_uuid(), 'eve', id, now() FROM channel");
        MuteStore mutes = new MuteStore(database, outbox, Clock.systemUTC());
        Channel one = channels.ofUser("one-more", "One");
        refused(CatalogError.TOO_MANY_MUTES, () -> mutes.mute("eve", one), "mute");
    }

    @Test
    void blocks() {
        database.execute().insert("INSERT INTO block SELECT gen_random_uuid(), 'eve', id, owner, now() FROM channel");
        BlockStore blocks = new BlockStore(database, follows, outbox, Clock.systemUTC());
        Channel one = channels.ofUser("one-more", "One");
        refused(CatalogError.TOO_MANY_BLOCKS, () -> blocks.block(eve, one), "block");
    }

    @Test
    void playlists() {
        channels.ofUser("eve", "Eve");
        database.execute().insert("""
                INSERT INTO playlist
                SELECT gen_random_uuid(), id, 'eve', 'T', NULL, 'private', 0, 1, now(), now()
                FROM channel, generate_series(1, 500) WHERE owner = 'eve'
                """);
        PlaylistStore playlists = new PlaylistStore(database, channels, outbox, Clock.systemUTC());
        PlaylistDetails details = new PlaylistDetails("One more", null, Visibility.PUBLIC);
        refused(
                CatalogError.TOO_MANY_PLAYLISTS,
                () -> playlists.create(eve, details, (transaction, playlist) -> {}),
                "playlist");
    }

    private void refused(CatalogError error, ThrowingCallable one, String table) {
        long before = rows(table);
        long said = rows("outbox");
        assertThatThrownBy(one)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.error()).isEqualTo(error));
        assertThat(rows(table)).isEqualTo(before);
        assertThat(rows("outbox")).isEqualTo(said);
    }

    private long rows(String table) {
        return Counts.of(database.execute(), "SELECT count(*) AS rows FROM " + table);
    }
}
