package dev.matinee.catalog;

import dev.matinee.events.EventType;
import dev.matinee.events.JobChanged;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.MediaProgress;
import dev.matinee.events.MediaReady;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.PhotoReady;
import dev.matinee.events.PosterReady;
import dev.matinee.events.Topic;
import dev.matinee.events.UploadAbandoned;
import dev.matinee.events.UploadCompleted;
import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.kafka.EventConsumer;
import dev.matinee.kit.kafka.OutboxRelay;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The service, wired by hand. */
public final class Main {
    private static final String API = "/api/catalog/v1";
    static final List<String> TRAEFIK_TAGS = List.of(
            "traefik.http.routers.catalog-read.rule=PathPrefix(`/api/catalog/`)"
                    + " && (Method(`GET`) || Method(`HEAD`) || Method(`OPTIONS`))"
                    + " && !HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.catalog-read.entrypoints=web",
            "traefik.http.routers.catalog-read.middlewares=public-read@file",
            // A span for each would be the largest single cost of a read by everybody.
            "traefik.http.routers.catalog-read.observability.tracing=false",
            "traefik.http.routers.catalog-comment.rule=PathRegexp(`^/api/catalog/v1/[a-z]+/[^/]+/comments/?$`)"
                    + " && Method(`POST`)",
            "traefik.http.routers.catalog-comment.entrypoints=web",
            "traefik.http.routers.catalog-comment.priority=200",
            "traefik.http.routers.catalog-comment.middlewares=comment@file",
            "traefik.http.routers.catalog.rule=PathPrefix(`/api/catalog/`)",
            "traefik.http.routers.catalog.entrypoints=web",
            "traefik.http.routers.catalog.middlewares=member@file");

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(CatalogConfig.NAME, () -> start(CatalogConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(CatalogConfig config, Clock clock) {
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);
        MediaPaths paths =
                new MediaPaths(config.publicUrl(), new MediaTokens(config.cdnKey()), config.cdnLife(), clock);
        Database database = Database.open(config.database());
        Outbox outbox = new Outbox(CatalogConfig.NAME, clock);
        VideoQueries queries = new VideoQueries(database);
        VideoCopies copies = new VideoCopies(queries, paths, clock);
        VideoCache cache = new VideoCache(config.cache(), config.redis(), copies::make);
        VideoStore videos = new VideoStore(database, outbox, config.limits(), cache::changed);
        ChannelStore channels = new ChannelStore(database, outbox, clock);
        RelationQueries relations = new RelationQueries(database);
        HistoryStore history = new HistoryStore(database, outbox, clock);
        VideoReads reads = new VideoReads(queries, relations, paths, clock);
        TimelineStore timeline = new TimelineStore(database);
        IdempotentAnswers answers = new IdempotentAnswers(database);
        List<HttpService> content = List.of(
                new VideoRoutes(queries, reads, cache, history, tokens, clock),
                new VideoEditRoutes(videos, channels, reads, tokens, answers, clock),
                new TimelineRoutes(timeline, reads, tokens, config.publicUrl()),
                new PosterRoutes(videos, reads, tokens, clock),
                new ChannelRoutes(channels, tokens, clock));
        CaptionStore captions = new CaptionStore(database, videos, outbox);
        AlbumQueries albumQueries = new AlbumQueries(database);
        AlbumStore albums = new AlbumStore(database, outbox);
        AlbumPosts albumPosts = new AlbumPosts(
                albumQueries, albums, relations, paths, config.limits().uploading(), clock);
        ContentViews views = new ContentViews(queries, albumQueries, relations, paths, clock);
        FollowStore follows = new FollowStore(database, channels, outbox, clock);
        CommentStore comments = new CommentStore(database, channels, outbox, clock);
        List<HttpService> social = List.of(
                new CaptionRoutes(captions, queries, relations, tokens, clock),
                new AlbumRoutes(albumPosts, channels, tokens, answers),
                new PhotoRoutes(albumPosts, tokens, answers),
                new FollowRoutes(follows, channels, tokens),
                new LikeRoutes(new LikeStore(database, outbox, clock), views, tokens),
                new CommentRoutes(comments, tokens, answers),
                new ReportRoutes(
                        new ReportStore(database, outbox, clock),
                        new ReportTargets(database, channels, comments, clock),
                        tokens),
                new HistoryRoutes(history, views, tokens),
                new PlaylistRoutes(
                        new PlaylistStore(database, channels, outbox, clock),
                        new PlaylistItems(database, outbox, clock),
                        channels,
                        relations,
                        views,
                        tokens,
                        answers,
                        clock),
                new MuteRoutes(new MuteStore(database, outbox, clock), channels, tokens),
                new BlockRoutes(new BlockStore(database, follows, outbox, clock), channels, tokens));
        AlbumHandlers photos = new AlbumHandlers(
                albums,
                channels,
                clock,
                config.limits().uploading(),
                config.limits().processing());
        UploadHandlers uploads = new UploadHandlers(videos, photos, channels, clock);
        MediaHandlers media = new MediaHandlers(videos, photos, clock);

        Topics.ensure(config.kafka(), Set.of(Topic.CONTENT_EVENTS, Topic.SOCIAL_EVENTS));
        return ServiceServer.builder(config.service())
                .tags(TRAEFIK_TAGS)
                .routing(routing -> routing(
                        routing,
                        Stream.concat(content.stream(), social.stream()).toList(),
                        List.of(
                                new MediaAccessRoutes(queries),
                                new CaptionFileRoutes(queries, captions),
                                new DocumentRoutes(new DocumentStore(database), tokens),
                                new SocialExportRoutes(new SocialExportStore(database), tokens))))
                .ready("postgresql", database::reachable)
                .passing(SqlStates::isTransient)
                .closing(database)
                .closing(cache)
                .closing(OutboxRelay.start(CatalogConfig.NAME, database, config.kafka()))
                .closing(new Sweeper(database, queries, videos, albumQueries, albums, clock, config.sweep()).start())
                .closing(consumer(config, database, uploads, media, photos))
                .closing(new CopyEvents(cache).consume(config.kafka()))
                .closing(new TimelineEvents(timeline).consume(config.kafka()))
                .start();
    }

    /** @param internal for other services and the CDN; no gateway leads there */
    private static void routing(HttpRouting.Builder routing, List<HttpService> api, List<HttpService> internal) {
        api.forEach(routes -> routing.register(API, routes));
        internal.forEach(routes -> routing.register("/internal/catalog", routes));
    }

    private static EventConsumer consumer(
            CatalogConfig config,
            Database database,
            UploadHandlers uploads,
            MediaHandlers media,
            AlbumHandlers photos) {
        return EventConsumer.builder(config.kafka(), CatalogConfig.NAME, database)
                .on(EventType.UPLOAD_COMPLETED, UploadCompleted.class, uploads::completed)
                .on(EventType.UPLOAD_ABANDONED, UploadAbandoned.class, uploads::abandoned)
                .on(EventType.MEDIA_PROGRESS, MediaProgress.class, media::progress)
                .on(EventType.MEDIA_PLAYABLE, MediaReady.class, media::playable)
                .on(EventType.MEDIA_READY, MediaReady.class, media::ready)
                .on(EventType.MEDIA_FAILED, MediaFailed.class, media::failed)
                .on(EventType.JOB_CHANGED, JobChanged.class, media::jobChanged)
                .on(EventType.POSTER_READY, PosterReady.class, media::posterReady)
                .on(EventType.PHOTO_READY, PhotoReady.class, photos::ready)
                .on(EventType.PHOTO_FAILED, PhotoFailed.class, photos::failed)
                .start();
    }
}
