package dev.matinee.encoder;

import dev.matinee.events.AlbumDeleted;
import dev.matinee.events.EncodeTask;
import dev.matinee.events.EventType;
import dev.matinee.events.PhotoDeleted;
import dev.matinee.events.PhotoSubmitted;
import dev.matinee.events.PosterOrdered;
import dev.matinee.events.VideoDeleted;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.kafka.EventConsumer;
import dev.matinee.kit.kafka.EventHandler;
import dev.matinee.kit.kafka.OutboxRelay;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Wires the encoder and runs it until it is told to end. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(EncoderConfig.SERVICE, () -> start(EncoderConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(EncoderConfig config, Clock clock) throws IOException {
        EncoderMetrics metrics = new EncoderMetrics();
        Database database = Database.open(config.database());
        Outbox outbox = new Outbox(EncoderConfig.SERVICE, clock);
        JobStore jobs = new JobStore(database, outbox);
        LeaseStore leases = new LeaseStore(database, outbox, config.timing(), metrics);
        MediaStore media = new MediaStore(config.s3(), config.maxSourceBytes());
        WorkFolder work = WorkFolder.open(config.work());
        Sandbox sandbox = Sandbox.strongest(
                work.path(),
                List.of(config.programs().ffmpeg(), "-version"),
                config.limits(),
                config.sandboxRequired());
        MediaEncoder encoder =
                new MediaEncoder(sandbox, config.programs(), config.limits(), config.preset(), config.pace());
        PhotoEncoder photoEncoder = new PhotoEncoder(sandbox, config.programs(), config.limits());
        SourceCache sources = new SourceCache(media, work);
        PieceStore pieces = new PieceStore(database, outbox, leases, config.timing());
        Tries tries = new Tries(work, media, config.timing(), metrics);
        JobRunner jobRunner = new JobRunner(tries, leases, pieces, media, sources, encoder, metrics, clock);
        PhotoRunner photoRunner = new PhotoRunner(tries, leases, media, sources, photoEncoder, config.maxPhotoBytes());
        PosterRunner posterRunner = new PosterRunner(tries, leases, media, sandbox, config.programs(), config.limits());
        PieceRunner pieceRunner = new PieceRunner(tries, pieces, media, sources, encoder);
        Worker.prepareQueue(config.kafka());
        OutboxRelay relay = OutboxRelay.start(EncoderConfig.SERVICE, database, config.kafka());
        EventConsumer intake = intake(config, database, jobs);
        Sweeper sweeper =
                Sweeper.start(new SweepStore(database, outbox, leases), media, sources, metrics, config.timing());
        Workers workers = Workers.start(
                config, work(leases, new Runners(jobRunner, photoRunner, posterRunner), pieces, pieceRunner), metrics);
        // Not after the drain like the rest: a film takes longer than that, and another worker can have it at once.
        Runtime.getRuntime().addShutdownHook(new Thread(workers::close, "stop-workers"));
        JobCommandStore commands =
                new JobCommandStore(database, jobs, leases, config.timing().deadline());
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);
        return ServiceServer.builder(config.service())
                .routing(routing -> routing(routing, jobs, commands, tokens))
                .ready("postgresql", database::reachable)
                .ready("s3", media::reachable)
                .live("workers", workers::alive)
                .passing(SqlStates::isTransient)
                .tags(tags())
                .closing(database)
                .closing(media)
                .closing(work)
                .closing(relay)
                .closing(intake)
                .closing(sweeper)
                .closing(workers)
                .start();
    }

    static void routing(HttpRouting.Builder routing, JobStore jobs, JobCommandStore commands, TokenVerifier tokens) {
        routing.register("/api/encoder/v1/jobs", new JobRoutes(jobs, commands, tokens));
    }

    private record Runners(JobRunner films, PhotoRunner photos, PosterRunner posters) {
        Worker.Taken held(JobLease lease) {
            return new Worker.Taken(lease.trace(), taken -> {
                if (lease.isPoster()) {
                    return posters.run(lease, taken);
                }
                return lease.isPhoto() ? photos.run(lease, taken) : films.run(lease, taken);
            });
        }
    }

    private static Worker.Work work(LeaseStore leases, Runners jobs, PieceStore pieces, PieceRunner pieceRunner) {
        return new Worker.Work() {
            @Override
            public Optional<Worker.Taken> take(EncodeTask task, String worker) {
                String piece = task.pieceId();
                return piece == null
                        ? leases.take(UUID.fromString(task.jobId()), worker).map(jobs::held)
                        : pieces.takeFor(UUID.fromString(piece), worker).map(lease -> held(lease, worker));
            }

            @Override
            public Optional<Worker.Taken> takeAny(String worker) {
                return pieces.takeAny(worker)
                        .map(lease -> held(lease, worker))
                        .or(() -> leases.takeAny(worker).map(jobs::held));
            }

            private Worker.Taken held(PieceLease lease, String worker) {
                return new Worker.Taken(lease.job().trace(), taken -> pieceRunner.run(lease, taken, worker));
            }
        };
    }

    private static EventConsumer intake(EncoderConfig config, Database database, JobStore jobs) {
        Duration lease = config.timing().lease();
        return EventConsumer.builder(config.kafka(), EncoderConfig.SERVICE, database)
                .on(EventType.VIDEO_SUBMITTED, VideoSubmitted.class, (transaction, event, submitted) -> {
                    jobs.submit(transaction, submitted, config.timing().deadline());
                    return EventHandler.DONE;
                })
                .on(EventType.VIDEO_DELETED, VideoDeleted.class, (transaction, event, deleted) -> {
                    jobs.forget(transaction, deleted.contentId(), lease);
                    return EventHandler.DONE;
                })
                .on(EventType.PHOTO_SUBMITTED, PhotoSubmitted.class, (transaction, event, submitted) -> {
                    jobs.submit(transaction, submitted, config.timing().deadline());
                    return EventHandler.DONE;
                })
                .on(EventType.POSTER_ORDERED, PosterOrdered.class, (transaction, event, ordered) -> {
                    jobs.submit(transaction, ordered, config.timing().deadline(), lease);
                    return EventHandler.DONE;
                })
                .on(EventType.PHOTO_DELETED, PhotoDeleted.class, (transaction, event, deleted) -> {
                    jobs.forgetPhoto(transaction, deleted.contentId(), deleted.photoId(), lease);
                    return EventHandler.DONE;
                })
                .on(EventType.ALBUM_DELETED, AlbumDeleted.class, (transaction, event, deleted) -> {
                    jobs.forget(transaction, deleted.contentId(), lease);
                    return EventHandler.DONE;
                })
                .start();
    }

    private static List<String> tags() {
        return List.of(
                "traefik.http.routers.encoder.rule=PathPrefix(`/api/encoder/`)",
                "traefik.http.routers.encoder.entrypoints=web",
                "traefik.http.routers.encoder.middlewares=member@file");
    }

    private record Workers(List<Worker> all) implements AutoCloseable {
        static Workers start(EncoderConfig config, Worker.Work work, EncoderMetrics metrics) {
            List<Worker> workers = new ArrayList<>();
            for (int i = 0; i < config.workers(); i++) {
                workers.add(Worker.start(config.kafka(), work, config.service().id() + "-" + i, metrics));
            }
            return new Workers(List.copyOf(workers));
        }

        /** Whether there is one, unless there are to be none. */
        boolean alive() {
            return all.isEmpty() || all.stream().anyMatch(Worker::alive);
        }

        @Override
        public void close() {
            all.parallelStream().forEach(Worker::close);
        }
    }
}
