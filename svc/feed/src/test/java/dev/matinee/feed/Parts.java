package dev.matinee.feed;

import dev.matinee.kit.redis.RedisSettings;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import dev.matinee.kit.test.RedisServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The stores of one instance on a database of its own and the shared Redis, without events and HTTP. */
final class Parts implements AutoCloseable {
    private final PostgresServer.Database server = PostgresServer.shared().newDatabase();
    final Clock clock = Clock.systemUTC();
    final Database database = Database.open(new DatabaseSettings(server.url(), server.user(), server.password(), 4));
    final Epoch epoch = new Epoch(database);
    final FeedRedis redis = new FeedRedis(
            new RedisSettings(
                    RedisServer.shared().url(), Optional.of(RedisServer.shared().password())),
            epoch,
            Duration.ofHours(1));
    final CardStore cards = new CardStore(
            database, new Outbox("feed", clock), new FeedConfig.FanOut(1_000, 100, Duration.ofHours(1)), clock);
    final SocialStore social = new SocialStore(database, 1_000, clock);
    final TimelineStore store = new TimelineStore(database, clock);
    final Derived derived = new Derived(redis, cards, social, epoch);
    final Timelines timelines = new Timelines(redis, store, social, epoch, clock);

    /** Puts rows where they are without what makes them. */
    void sql(String statement) {
        try (Connection connection = server.connect();
                Statement statements = connection.createStatement()) {
            statements.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    @Override
    public void close() {
        redis.close();
        database.close();
    }
}
