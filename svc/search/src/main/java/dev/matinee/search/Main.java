package dev.matinee.search;

import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.kafka.EventBatches;
import java.time.Clock;
import java.util.List;

/** The service, wired by hand. */
public final class Main {
    private static final String API = "/api/search/v1";
    static final List<String> TRAEFIK_TAGS = List.of(
            "traefik.http.routers.search-read.rule=PathPrefix(`/api/search/`)"
                    + " && (Method(`GET`) || Method(`HEAD`) || Method(`OPTIONS`))"
                    + " && !HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.search-read.entrypoints=web",
            "traefik.http.routers.search-read.middlewares=public-read@file",
            // A span for each would be the largest single cost of a read by everybody.
            "traefik.http.routers.search-read.observability.tracing=false",
            "traefik.http.routers.search.rule=PathPrefix(`/api/search/`)",
            "traefik.http.routers.search.entrypoints=web",
            "traefik.http.routers.search.middlewares=member@file");

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(SearchConfig.NAME, () -> start(SearchConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(SearchConfig config, Clock clock) {
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);
        RedisLink redis = new RedisLink(config.redis());
        Elastic elastic = new Elastic(config.elasticsearch());
        ContentIndex index = new ContentIndex(elastic, config.index());
        IndexWriter writer = new IndexWriter(elastic, index);
        CatalogClient catalog = new CatalogClient(config.catalog(), new ServiceTokens(config.ownTokens(), clock));
        Generation generation = new Generation(redis);
        Marks marks = new Marks(redis, clock);
        Indexer indexer = new Indexer(catalog, writer, marks, generation);
        Rebuild rebuild = new Rebuild(catalog, index, writer, generation, redis, clock);
        SearchRoutes routes = new SearchRoutes(
                new Searcher(elastic, index.alias(), new Snapshots(elastic, index.alias(), generation), marks, clock),
                new Answers(config.answers(), redis, generation),
                new Suggester(elastic, index, marks, generation, config.suggestions()),
                new AskedQueries(elastic, index, redis, config.suggestions().asked(), clock),
                rebuild,
                tokens);
        redis.start();

        return ServiceServer.builder(config.service())
                .tags(TRAEFIK_TAGS)
                .routing(routing -> routing.register(API, routes))
                .ready("elasticsearch", () -> elastic.serves(index.alias()))
                .closing(elastic)
                .closing(redis)
                .closing(rebuild)
                .closing(new Keeper(index, rebuild).start())
                .closing(EventBatches.start(
                        config.kafka(), SearchConfig.NAME + "-visibility", Indexer.VISIBILITY, indexer::visibility))
                .closing(EventBatches.start(config.kafka(), SearchConfig.NAME, Indexer.CONTENT, indexer::content))
                .closing(EventBatches.start(
                        config.kafka(), SearchConfig.NAME + "-counts", Indexer.COUNTS, indexer::counts))
                .start();
    }
}
