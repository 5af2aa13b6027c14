package dev.matinee.notify;

import dev.matinee.events.AlbumChanged;
import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.BlockChanged;
import dev.matinee.events.ChannelChanged;
import dev.matinee.events.CommentChanged;
import dev.matinee.events.EventType;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.MuteChanged;
import dev.matinee.events.PhotoFailed;
import dev.matinee.events.ReportChanged;
import dev.matinee.events.Topic;
import dev.matinee.events.VideoChanged;
import dev.matinee.events.VideoDeleted;
import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.kafka.EventConsumer;
import dev.matinee.kit.kafka.OutboxRelay;
import dev.matinee.kit.kafka.Topics;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.webserver.http.HttpService;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The service, wired by hand. */
public final class Main {
    private static final String API = "/api/notify/v1";
    static final List<String> TRAEFIK_TAGS = List.of(
            "traefik.http.routers.notify-read.rule=PathPrefix(`/api/notify/`)"
                    + " && (Method(`GET`) || Method(`HEAD`) || Method(`OPTIONS`))"
                    + " && !HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.notify-read.entrypoints=web",
            "traefik.http.routers.notify-read.middlewares=public-read@file",
            "traefik.http.routers.notify-read.observability.tracing=false",
            "traefik.http.routers.notify.rule=PathPrefix(`/api/notify/`)",
            "traefik.http.routers.notify.entrypoints=web",
            "traefik.http.routers.notify.middlewares=member@file",
            // Bytes go through as they come, for as long as they come.
            "traefik.http.routers.notify-stream.rule=Path(`/api/notify/v1/stream`) && HeaderRegexp(`Authorization`, `.+`)",
            "traefik.http.routers.notify-stream.entrypoints=web",
            "traefik.http.routers.notify-stream.priority=200",
            "traefik.http.routers.notify-stream.middlewares=stream@file",
            "traefik.http.routers.notify-stream.observability.tracing=false",
            // A mail program has no login; the link is the key.
            "traefik.http.routers.notify-open.rule=PathPrefix(`/api/notify/v1/unsubscribe/`)",
            "traefik.http.routers.notify-open.entrypoints=web",
            "traefik.http.routers.notify-open.priority=200",
            "traefik.http.routers.notify-open.middlewares=open@file",
            "traefik.http.routers.notify-open.observability.accesslogs=false",
            "traefik.http.routers.notify-open.observability.tracing=false");

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(NotifyConfig.NAME, () -> start(NotifyConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(NotifyConfig config, Clock clock) {
        TokenVerifier tokens = new TokenVerifier(config.tokens(), Clock.systemUTC());
        ServiceTokens own = new ServiceTokens(config.ownTokens(), Clock.systemUTC());
        Database database = Database.open(config.database());
        Outbox outbox = new Outbox(NotifyConfig.NAME, clock);
        Seal seal = new Seal(config.key().bytes());
        Wording.Languages languages = new Wording.Languages(config.publicUrl());
        People people = new People(config.people(), own);
        AddressBook addresses = new AddressBook(database, people, clock);
        PreferenceStore preferences = new PreferenceStore(database, clock);
        MemberWords words = new MemberWords(preferences, addresses, languages);
        InboxStore inbox = new InboxStore(database, clock);
        HappeningStore happenings =
                new HappeningStore(database, clock, config.work().fresh());
        Telling telling = new Telling(new DeliveryPlan(), outbox, clock);
        DeliveryStore deliveries = new DeliveryStore(database, outbox, clock, new SecureRandom());
        WebhookStore webhooks = new WebhookStore(database, seal, clock);
        PushStore subscriptions = new PushStore(database, seal, clock);
        UnsubscribeLinks links = new UnsubscribeLinks(seal, config.publicUrl());
        OutsideClient outside = new OutsideClient(config.outside());
        FollowerImport followers = new FollowerImport(database, new CatalogClient(config.catalog(), own));
        Teller teller = new Teller(database, happenings, telling, people, followers);
        Streams streams = new Streams(database, config.streams());
        MailCourier mail = new MailCourier(
                config.mail(),
                new MailCourier.Desk(inbox, new DigestStore(database), preferences, addresses, languages, links),
                clock);
        PushCourier push = new PushCourier(
                new PushCourier.Desk(subscriptions, inbox, preferences, languages), outside, config.contact(), clock);
        WebhookCourier hooks = new WebhookCourier(webhooks, deliveries, inbox, languages, outside, clock);
        List<HttpService> routes = List.of(
                new InboxRoutes(inbox, words, tokens),
                new StreamRoutes(inbox, streams, words, tokens, Clock.systemUTC()),
                new PreferenceRoutes(preferences, tokens),
                new WebhookRoutes(webhooks, outside, tokens),
                new PushRoutes(subscriptions, push, outside, tokens),
                new UnsubscribeRoutes(links, preferences, words),
                new MessageRoutes(database, telling, happenings, tokens, clock));
        Sweeper sweeper = new Sweeper(database, clock);
        Duration poll = config.work().poll();
        int places = config.work().places();
        Deliverer mails = new Deliverer(Medium.EMAIL, places, deliveries, mail, clock);
        Deliverer pushes = new Deliverer(Medium.PUSH, places, deliveries, push, clock);
        Deliverer posts = new Deliverer(Medium.WEBHOOK, places, deliveries, hooks, clock);
        Topics.ensure(config.kafka(), Set.of(Topic.NOTIFY_EVENTS));
        return ServiceServer.builder(config.service())
                .tags(TRAEFIK_TAGS)
                .routing(routing -> routes.forEach(each -> routing.register(API, each)))
                .ready("postgresql", database::reachable)
                .passing(SqlStates::isTransient)
                .unbuffered()
                .draining(streams)
                .closing(database)
                .closing(outside)
                .closing(mails)
                .closing(pushes)
                .closing(posts)
                .closing(Loop.start("notify-sweep", Duration.ofMinutes(10), sweeper::step))
                .closing(Loop.start("notify-import", Duration.ofSeconds(1), followers::step))
                .closing(Loop.start("notify-tell", poll, teller::step))
                .closing(Loop.start("notify-digest", poll, () -> preferences.digests(100) == 100))
                .closing(Loop.start("notify-mail", poll, mails::step))
                .closing(Loop.start("notify-push", poll, pushes::step))
                .closing(Loop.start("notify-webhooks", poll, posts::step))
                .closing(OutboxRelay.start(NotifyConfig.NAME, database, config.kafka()))
                .closing(consumer(config, database, telling, happenings))
                .start();
    }

    private static EventConsumer consumer(
            NotifyConfig config, Database database, Telling telling, HappeningStore happenings) {
        ContentHandlers content = new ContentHandlers(telling, happenings);
        SocialHandlers social = new SocialHandlers(telling, happenings);
        EventConsumer.Builder consumer = EventConsumer.builder(config.kafka(), NotifyConfig.NAME, database)
                .on(EventType.CHANNEL_CREATED, ChannelChanged.class, content::channel)
                .on(EventType.CHANNEL_UPDATED, ChannelChanged.class, content::channel)
                .on(EventType.VIDEO_DELETED, VideoDeleted.class, content::videoDeleted)
                .on(EventType.ALBUM_DELETED, AlbumDeleted.class, content::albumDeleted)
                .on(EventType.MEDIA_FAILED, MediaFailed.class, content::mediaFailed)
                .on(EventType.PHOTO_FAILED, PhotoFailed.class, content::photoFailed)
                .on(EventType.FOLLOW_CHANGED, FollowChanged.class, social::follow)
                .on(EventType.LIKE_CHANGED, LikeChanged.class, social::like)
                .on(EventType.COMMENT_CREATED, CommentChanged.class, social::commented)
                .on(EventType.COMMENT_UPDATED, CommentChanged.class, social::commentUpdated)
                .on(EventType.COMMENT_DELETED, CommentChanged.class, social::commentDeleted)
                .on(EventType.MUTE_CHANGED, MuteChanged.class, social::mute)
                .on(EventType.BLOCK_CHANGED, BlockChanged.class, social::block)
                .on(EventType.REPORT_RESOLVED, ReportChanged.class, social::reported);
        for (EventType type : List.of(
                EventType.VIDEO_CREATED,
                EventType.VIDEO_UPDATED,
                EventType.VIDEO_PUBLISHED,
                EventType.VIDEO_UNPUBLISHED)) {
            consumer = consumer.on(type, VideoChanged.class, content::video);
        }
        for (EventType type : List.of(
                EventType.ALBUM_CREATED,
                EventType.ALBUM_UPDATED,
                EventType.ALBUM_PUBLISHED,
                EventType.ALBUM_UNPUBLISHED)) {
            consumer = consumer.on(type, AlbumChanged.class, content::album);
        }
        return consumer.start();
    }
}
