package dev.matinee.upload;

import dev.matinee.events.Topic;
import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.kafka.OutboxRelay;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.webserver.http.HttpService;
import java.time.Clock;
import java.util.List;

public final class Main {
    private static final List<String> TRAEFIK_TAGS = List.of(
            "traefik.http.routers.upload.rule=PathPrefix(`/api/upload/`)",
            "traefik.http.routers.upload.entrypoints=web",
            "traefik.http.routers.upload.priority=100",
            "traefik.http.routers.upload.middlewares=upload@file",
            "traefik.http.routers.upload-open.rule=PathPrefix(`/api/upload/v1/direct/`)"
                    + " || (PathPrefix(`/api/upload/`) && Method(`OPTIONS`))",
            "traefik.http.routers.upload-open.entrypoints=web",
            "traefik.http.routers.upload-open.priority=200",
            "traefik.http.routers.upload-open.middlewares=upload-open@file",
            // The path is the secret.
            "traefik.http.routers.upload-open.observability.accesslogs=false",
            "traefik.http.routers.upload-open.observability.tracing=false");

    private Main() {}

    public static void main(String[] arguments) {
        // The JDK keeps five idle connections per host by default; parts of several uploads go to S3 at once.
        System.setProperty("http.maxConnections", "64");
        ServiceMain.run(
                UploadConfig.NAME,
                () -> start(UploadConfig.from(Settings.load()), Clock.systemUTC())
                        .server());
    }

    /** The running service, with what tests drive by hand. */
    record Running(ServiceServer server, Sweeper sweeper, Assembly assembly) {}

    static Running start(UploadConfig config, Clock clock) {
        Database database = Database.open(config.database());
        Topics.ensure(config.kafka(), List.of(Topic.UPLOAD_EVENTS));
        SourceBucket bucket = new SourceBucket(config.s3());
        WriteLocks locks = new WriteLocks(config.redis(), config.limits().lockWait());
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);

        QuotaStore quota = new QuotaStore(config.quota(), clock);
        UploadStore store = new UploadStore(database, quota, config.limits(), clock);
        DirectUploadStore directs = new DirectUploadStore(database, quota, clock);
        EndingStore endings = new EndingStore(
                database,
                new Outbox(UploadConfig.NAME, clock),
                directs,
                config.s3().bucket(),
                clock);
        AssemblyStore assemblies = new AssemblyStore(database, clock);
        UploadWriter writer = new UploadWriter(store, bucket, config.limits().spool());
        Assembly assembly =
                new Assembly(assemblies, endings, bucket, config.limits().spool());
        Sweeper sweeper = new Sweeper(assemblies, endings, directs, bucket, assembly, config.sweep(), clock);

        TusWrites writes = new TusWrites(store, directs, locks, writer, assembly, clock);
        TusAnswers tus = new TusAnswers(store, locks, writes, assembly, clock);
        List<HttpService> routing = List.of(
                new TusRoutes(tokens, store, tus, new Cors(config.corsOrigins())),
                new QuotaRoutes(tokens, database, quota),
                new DirectUploadRoutes(tokens, directs, assembly, config.addresses(), config.publicUrl(), clock),
                new DirectTusRoutes(store, endings, directs, assembly, tus));

        sweeper.start();
        ServiceServer server = ServiceServer.builder(config.service())
                .routing(routes -> routing.forEach(service -> routes.register("/api/upload/v1", service)))
                .ready("postgresql", database::reachable)
                .ready("redis", locks::isReachable)
                .ready("s3", bucket::isReachable)
                .passing(SqlStates::isTransient)
                .tags(TRAEFIK_TAGS)
                .closing(database)
                .closing(bucket)
                .closing(locks)
                .closing(OutboxRelay.start(UploadConfig.NAME, database, config.kafka()))
                .closing(new ContentEvents(endings, directs, assembly).consume(config.kafka(), database))
                .closing(assembly)
                .closing(writer)
                .closing(sweeper)
                .start();
        return new Running(server, sweeper, assembly);
    }
}
