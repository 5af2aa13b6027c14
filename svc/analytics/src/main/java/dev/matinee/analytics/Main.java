package dev.matinee.analytics;

import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.kafka.Topics;
import io.helidon.logging.common.LogConfig;
import java.time.Clock;
import java.util.List;

/** The service, wired by hand. */
public final class Main {
    private static final String API = "/api/analytics/v1";
    static final List<String> TRAEFIK_TAGS = List.of(
            "traefik.http.routers.analytics.rule=PathPrefix(`/api/analytics/`)",
            "traefik.http.routers.analytics.entrypoints=web",
            "traefik.http.routers.analytics.middlewares=member@file",
            // Without a token there is nobody to ask gate about; a span for each would be its largest single cost.
            "traefik.http.routers.analytics-collect.rule=Path(`/api/analytics/v1/events`)"
                    + " && !HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.analytics-collect.entrypoints=web",
            "traefik.http.routers.analytics-collect.priority=200",
            "traefik.http.routers.analytics-collect.middlewares=open@file",
            "traefik.http.routers.analytics-collect.observability.tracing=false",
            // Bytes go through as they come, for as long as they come.
            "traefik.http.routers.analytics-live.rule=Path(`/api/analytics/v1/live`) && HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.analytics-live.entrypoints=web",
            "traefik.http.routers.analytics-live.priority=200",
            "traefik.http.routers.analytics-live.middlewares=stream@file",
            "traefik.http.routers.analytics-live.observability.tracing=false",
            "traefik.http.routers.analytics-read.rule=PathPrefix(`/api/analytics/`)"
                    + " && (Method(`GET`) || Method(`HEAD`) || Method(`OPTIONS`))"
                    + " && !HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.analytics-read.entrypoints=web",
            "traefik.http.routers.analytics-read.middlewares=public-read@file",
            "traefik.http.routers.analytics-read.observability.tracing=false");

    private Main() {}

    /**
     * Without arguments the service; {@code sql <folder> <question>} is for {@code ./matinee warehouse} and {@code generate …} for
     * {@code ./matinee generate events}.
     */
    public static void main(String[] args) {
        if (args.length == 3 && args[0].equals("sql")) {
            System.exit(SqlShell.run(List.of(args).subList(1, args.length), System.out));
        }
        if (args.length > 0 && args[0].equals("generate")) {
            LogConfig.configureRuntime();
            System.exit(HistoryProgram.run(
                    List.of(args).subList(1, args.length),
                    () -> AnalyticsConfig.kafka("matinee-generate", Settings.load()),
                    System.out));
        }
        ServiceMain.run(AnalyticsConfig.NAME, () -> start(AnalyticsConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(AnalyticsConfig config, Clock clock) {
        TokenVerifier tokens = new TokenVerifier(config.tokens(), Clock.systemUTC());
        Pseudonyms pseudonyms =
                new Pseudonyms(config.key().bytes(), config.directory().resolve("salts"), clock);
        Topics.ensure(config.kafka(), WarehouseTable.topics());
        Warehouse warehouse = new Warehouse(config.directory());
        Engine engine = new Engine(
                config.engine(),
                config.directory().resolve("spill").resolve(config.service().id()));
        Relations.define(engine, warehouse);
        Collector collector = new Collector(config.kafka(), config.collection());
        CollectRoutes collect = new CollectRoutes(
                collector, pseudonyms, tokens, config.collection().late(), clock);
        Owners owners = new Owners(engine, pseudonyms::member);
        AuditRoutes audit = new AuditRoutes(new AuditStore(engine), owners, tokens, clock);
        Export export = new Export(engine);
        MetricStore numbers = new MetricStore(engine);
        MetricRoutes metrics = new MetricRoutes(numbers, export, owners, tokens, clock);
        ReportRoutes reports =
                new ReportRoutes(new ReportStore(engine, config.prices()), export, owners, tokens, clock);
        LiveBoard board = new LiveBoard(config.live().limits());
        LiveRoutes live = new LiveRoutes(board, numbers, owners, tokens, Clock.systemUTC());
        ErasureRoutes erasures = new ErasureRoutes(warehouse, pseudonyms, tokens);
        Upkeep upkeep = new Upkeep(engine, warehouse, clock, config.upkeep());
        return ServiceServer.builder(config.service())
                .tags(TRAEFIK_TAGS)
                .routing(routing -> routing.register(API, collect, audit, metrics, reports, erasures, live))
                .unbuffered()
                .draining(board)
                .closing(engine)
                .closing(collector)
                .closing(new LiveReader(config.kafka(), board, config.live(), clock).start())
                .closing(new Ingester(
                                config.kafka(),
                                warehouse,
                                engine,
                                pseudonyms::member,
                                upkeep,
                                config.ingest(),
                                config.lake().map(lake -> new Lake(lake, warehouse)))
                        .start())
                .start();
    }
}
