package dev.matinee.feed;

import dev.matinee.events.Topic;
import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.kafka.EventBatches;
import dev.matinee.kit.kafka.OutboxRelay;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.SqlStates;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The service, wired by hand. */
public final class Main {
    private static final String API = "/api/feed/v1";
    static final List<String> TRAEFIK_TAGS = List.of(
            "traefik.http.routers.feed-read.rule=PathPrefix(`/api/feed/`)"
                    + " && (Method(`GET`) || Method(`HEAD`) || Method(`OPTIONS`))"
                    + " && !HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.feed-read.entrypoints=web",
            "traefik.http.routers.feed-read.middlewares=public-read@file",
            // A span for each would be the largest single cost of a read by everybody.
            "traefik.http.routers.feed-read.observability.tracing=false",
            "traefik.http.routers.feed.rule=PathPrefix(`/api/feed/`)",
            "traefik.http.routers.feed.entrypoints=web",
            "traefik.http.routers.feed.middlewares=member@file");

    private Main() {}

    /** Without arguments the service; {@code replay …} and {@code record …} are for {@code ./matinee feed}. */
    public static void main(String[] args) {
        if (args.length > 0) {
            List<String> rest = List.of(args).subList(1, args.length);
            System.exit(
                    switch (args[0]) {
                        case "replay" -> Replay.run(rest);
                        case "record" -> Recording.run(rest);
                        default -> 2;
                    });
        }
        ServiceMain.run(FeedConfig.NAME, () -> start(FeedConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(FeedConfig config, Clock clock) {
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);
        Database database = Database.open(config.database());
        Epoch epoch = new Epoch(database);
        FeedRedis redis = new FeedRedis(config.redis(), epoch, config.fanOut().idle());
        CardStore cards = new CardStore(database, new Outbox(FeedConfig.NAME, clock), config.fanOut(), clock);
        SocialStore social = new SocialStore(database, config.fanOut().threshold(), clock);
        TimelineStore timelines = new TimelineStore(database, clock);
        Derived derived = new Derived(redis, cards, social, epoch);
        CatalogClient catalog = new CatalogClient(config.catalog(), new ServiceTokens(config.ownTokens(), clock));
        ContentEvents content = new ContentEvents(catalog, cards, derived);
        SocialEvents members = new SocialEvents(social, derived);
        FanOut fanOut =
                new FanOut(timelines, cards, redis, epoch, config.fanOut().idle(), clock);
        FeedRoutes routes = new FeedRoutes(
                new Feeds(
                        new Timelines(redis, timelines, social, epoch, clock),
                        new Cards(redis, cards, epoch, clock),
                        new Trending(database, config.trending(), clock),
                        new Related(database, config.related(), clock),
                        clock),
                new Seen(social, redis, epoch),
                tokens);

        Topics.ensure(config.kafka(), Set.of(Topic.FEED_TASKS));
        return ServiceServer.builder(config.service())
                .tags(TRAEFIK_TAGS)
                .routing(routing -> routing.register(API, routes))
                .ready("postgresql", database::reachable)
                .passing(SqlStates::isTransient)
                .closing(database)
                .closing(redis)
                .closing(OutboxRelay.start(FeedConfig.NAME, database, config.kafka()))
                .closing(new Keeper(epoch, new CatalogWalk(catalog, cards, social, derived, database), social).start())
                .closing(EventBatches.start(
                        config.kafka(), FeedConfig.NAME + "-visibility", ContentEvents.VISIBILITY, content::visibility))
                .closing(EventBatches.start(config.kafka(), FeedConfig.NAME, ContentEvents.CONTENT, content::content))
                .closing(EventBatches.start(
                        config.kafka(), FeedConfig.NAME + "-social", SocialEvents.ALL, members::handle))
                .closing(EventBatches.start(config.kafka(), FeedConfig.NAME + "-fanout", FanOut.TASKS, fanOut::handle))
                .start();
    }
}
