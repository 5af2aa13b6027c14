package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.encoder.EncoderConfig.Timing;
import dev.matinee.encoder.SourceMedia.AudioTrack;
import dev.matinee.encoder.SourceMedia.Scan;
import dev.matinee.encoder.SourceMedia.Transfer;
import dev.matinee.encoder.SourceMedia.VideoTrack;
import dev.matinee.events.EventType;
import dev.matinee.events.SourceObject;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PieceStoreIT {
    private static final Timing LONG = new Timing(
            Duration.ofMinutes(1),
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofDays(1));
    private static final Timing SHORT = new Timing(
            Duration.ofMillis(50),
            Duration.ZERO,
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofDays(1));
    private static final SourceMedia FILM = new SourceMedia(
            Container.MP4,
            Duration.ofMinutes(3),
            new VideoTrack(0, "h264", 640, 360, new FrameRate(25, 1), Scan.PROGRESSIVE, Transfer.SDR),
            new AudioTrack(1, "aac"));
    private static final CutFilm CUT =
            new CutFilm(FILM, Chunk.plan(FILM.duration(), new FrameRate(25, 1), Duration.ofMinutes(1)), "medium");
    private static final PieceMedia MADE = new PieceMedia(List.of(), null, List.of("poster.jpg"), 3, false, 10);
    private static final EncodedMedia MEDIA = new EncodedMedia(
            Path.of("joined"),
            FILM,
            Duration.ofMinutes(3),
            List.of(new MasterPlaylist.Track("240p", 426, 240, 300_000, 250_000, "avc1.64000d")),
            true,
            List.of("poster.jpg"),
            true,
            40_000,
            "#EXTM3U\n");

    private final Database database = open();
    private final Outbox outbox = new Outbox("encoder", Clock.systemUTC());
    private final JobStore jobs = new JobStore(database, outbox);
    private final LeaseStore leases = new LeaseStore(database, outbox, LONG, new EncoderMetrics());
    private final PieceStore pieces = new PieceStore(database, outbox, leases, LONG);
    private final SweepStore sweeps = new SweepStore(database, outbox, leases);

    private static Database open() {
        PostgresServer.Database fresh = PostgresServer.shared().newDatabase();
        return Database.open(new DatabaseSettings(fresh.url(), fresh.user(), fresh.password(), 8));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private JobLease cut() {
        VideoSubmitted submitted = new VideoSubmitted(
                "video", "submission", "ada", new SourceObject("uploads", "key", 10, null, null, null));
        database.transact(transaction -> jobs.submit(transaction, submitted, Duration.ofHours(1)));
        JobLease lease = leases.take(jobId(), "planner").orElseThrow();
        assertThat(pieces.cut(lease, CUT)).isTrue();
        return lease;
    }

    private UUID jobId() {
        return jobs.listJobs(new JobStore.Wanted("", "video", ""), Optional.empty(), 1)
                .getFirst()
                .id();
    }

    private Job job() {
        return jobs.findJob(jobId()).orElseThrow().job();
    }

    private List<String> texts(String sql) {
        try (var rows = database.execute().query(sql)) {
            return rows.map(row -> row.column("value").get(String.class)).toList();
        }
    }

    private List<UUID> ids(String kinds) {
        return texts("SELECT id::text AS value FROM pieces WHERE kind IN (" + kinds + ") ORDER BY id").stream()
                .map(UUID::fromString)
                .toList();
    }

    private PieceLease take(UUID piece) {
        return pieces.take(piece, "worker").orElseThrow();
    }

    private long said(EventType type) {
        return texts("SELECT id::text AS value FROM outbox WHERE type = '" + type.ceType() + "'")
                .size();
    }

    /** Finishes all pieces of these kinds at once; what each of them let begin. */
    private List<UUID> finishAtOnce(String kinds) throws Exception {
        List<UUID> begun = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<List<UUID>>> all = new ArrayList<>();
            for (UUID id : ids(kinds)) {
                PieceLease lease = take(id);
                all.add(() -> pieces.done(lease, MADE).orElseThrow());
            }
            for (Future<List<UUID>> each : threads.invokeAll(all)) {
                begun.addAll(each.get());
            }
        }
        return begun;
    }

    @Test
    void cut_held_makesPiecesThatNobodyHoldsAndEndsTheLease() {
        JobLease planner = cut();
        assertThat(texts("SELECT kind || number || state AS value FROM pieces"))
                .containsExactlyInAnyOrder(
                        "side0queued",
                        "low0queued",
                        "low1queued",
                        "low2queued",
                        "rest0queued",
                        "rest1queued",
                        "rest2queued",
                        "first0blocked",
                        "join0blocked");
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(1 + 7);
        assertThat(leases.heartbeat(planner)).isFalse();
        assertThat(sweeps.expireLeases()).isZero();
        assertThat(job().state()).isEqualTo("leased");
        PieceLease lease = take(ids("'low'").getFirst());
        assertThat(lease.film()).isEqualTo(CUT);
        assertThat(lease.job().version()).isEqualTo(planner.version());
        assertThat(pieces.take(lease.id(), "other")).isEmpty();
        assertThat(pieces.take(ids("'join'").getFirst(), "other")).isEmpty();
    }

    @Test
    void done_allAtOnce_letsEachStageBeginOnce() throws Exception {
        cut();
        assertThat(finishAtOnce("'side', 'low'")).isEqualTo(ids("'first'"));
        assertThat(finishAtOnce("'rest'")).isEqualTo(ids("'join'"));
        PieceLease first = take(ids("'first'").getFirst());
        PieceLease join = take(ids("'join'").getFirst());
        assertThat(pieces.begin(first, "lowest")).isTrue();
        assertThat(pieces.publishLowest(first, "lowest", MEDIA)).isTrue();
        assertThat(job().version()).isEqualTo("lowest");
        assertThat(pieces.publish(join, MEDIA)).isTrue();
        assertThat(pieces.publish(join, MEDIA))
                .as("asked again after a lost answer")
                .isTrue();
        assertThat(job().state()).isEqualTo("ready");
        assertThat(job().version()).isEqualTo(join.job().version());
        assertThat(said(EventType.MEDIA_PLAYABLE)).isEqualTo(1);
        assertThat(said(EventType.MEDIA_READY)).isEqualTo(1);
        assertThat(texts("SELECT version || ' ' || state AS value FROM versions"))
                .containsExactlyInAnyOrder("lowest orphaned", join.job().version() + " published");
    }

    @Test
    void publish_wholeBeforeTheLowest_isNotTakenBack() throws Exception {
        cut();
        finishAtOnce("'side', 'low', 'rest'");
        PieceLease first = take(ids("'first'").getFirst());
        assertThat(pieces.publish(take(ids("'join'").getFirst()), MEDIA)).isTrue();
        assertThat(pieces.publishLowest(first, "lowest", MEDIA)).isFalse();
        assertThat(said(EventType.MEDIA_PLAYABLE)).isZero();
    }

    @Test
    void expirePieces_silentWorker_givesOnlyItsPieceToAnother() {
        cut();
        UUID id = ids("'rest'").getFirst();
        PieceStore hasty = new PieceStore(database, outbox, leases, SHORT);
        PieceLease zombie = hasty.take(id, "silent").orElseThrow();
        PieceLease living = take(ids("'rest'").get(1));
        await().until(() -> sweeps.expirePieces() == 1);
        PieceLease heir = take(id);
        assertThat(heir.fencing()).isGreaterThan(zombie.fencing());
        assertThat(heir.folder()).isNotEqualTo(zombie.folder());
        assertThat(pieces.heartbeat(zombie)).isFalse();
        assertThat(pieces.done(zombie, MADE)).isEmpty();
        assertThat(pieces.heartbeat(living)).isTrue();
        assertThat(pieces.done(heir, MADE)).isPresent();
        assertThat(texts("SELECT version AS value FROM versions WHERE state = 'orphaned'"))
                .containsExactly(zombie.job().version() + "/" + zombie.folder());
    }

    @Test
    void expirePieces_oneOutOfTries_leavesNoPieceOfItsJobWaiting() {
        cut();
        UUID last = ids("'low'").getFirst();
        pieces.failed(take(last), MediaProblem.ENCODER_FAILED);
        pieces.failed(take(last), MediaProblem.ENCODER_FAILED);
        PieceStore hasty = new PieceStore(database, outbox, leases, SHORT);
        assertThat(hasty.take(last, "silent").orElseThrow().attempt()).isEqualTo(JobLease.TRIES);
        assertThat(hasty.take(ids("'rest'").getFirst(), "silent too")).isPresent();
        await().until(() -> texts("SELECT 'x' AS value FROM pieces WHERE lease_expires_at < now()")
                        .size()
                == 2);
        sweeps.expirePieces();
        assertThat(job().state()).isEqualTo("failed");
        assertThat(texts("SELECT DISTINCT state AS value FROM pieces")).containsExactly("cancelled");
        assertThat(sweeps.queue()).isEqualTo(new SweepStore.Queue(0, Duration.ZERO));
    }

    @Test
    void failed_plannerThatLostTheJob_leavesThePiecesOfTheNextAlone() {
        VideoSubmitted submitted = new VideoSubmitted(
                "video", "submission", "ada", new SourceObject("uploads", "key", 10, null, null, null));
        database.transact(transaction -> jobs.submit(transaction, submitted, Duration.ofHours(1)));
        LeaseStore hasty = new LeaseStore(database, outbox, SHORT, new EncoderMetrics());
        JobLease zombie = hasty.take(jobId(), "asleep").orElseThrow();
        await().until(() -> sweeps.expireLeases() == 1);
        assertThat(pieces.cut(leases.take(jobId(), "awake").orElseThrow(), CUT)).isTrue();
        leases.failed(zombie, MediaProblem.TOO_COSTLY);
        assertThat(job().state()).isEqualTo("leased");
        assertThat(texts("SELECT id::text AS value FROM pieces WHERE state = 'cancelled'"))
                .isEmpty();
        assertThat(said(EventType.MEDIA_FAILED)).isZero();
    }

    @Test
    void failed_thirdTry_failsTheJobAndStopsAllPieces() {
        cut();
        UUID id = ids("'low'").getFirst();
        PieceLease other = take(ids("'rest'").getFirst());
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(job().state()).isEqualTo("leased");
            PieceLease lease = take(id);
            assertThat(lease.attempt()).isEqualTo(attempt);
            pieces.failed(lease, MediaProblem.ENCODER_FAILED);
        }
        assertThat(job().state()).isEqualTo("failed");
        assertThat(said(EventType.MEDIA_FAILED)).isEqualTo(1);
        assertThat(pieces.heartbeat(other)).isFalse();
        assertThat(pieces.done(other, MADE)).isEmpty();
        assertThat(texts("SELECT DISTINCT state AS value FROM pieces")).containsExactly("cancelled");
        assertThat(texts("SELECT DISTINCT state AS value FROM versions")).containsExactly("orphaned");
    }

    @Test
    void failed_afterTheLowestIsWatched_keepsWhatItConsistsOf() throws Exception {
        cut();
        finishAtOnce("'side', 'low'");
        PieceLease first = take(ids("'first'").getFirst());
        pieces.begin(first, "lowest");
        pieces.publishLowest(first, "lowest", MEDIA);
        pieces.done(take(ids("'rest'").getFirst()), MADE);
        pieces.failed(take(ids("'rest'").getLast()), MediaProblem.TOO_COSTLY);
        assertThat(job().state()).isEqualTo("failed");
        assertThat(job().version()).isEqualTo("lowest");
        String whole = first.job().version();
        assertThat(texts("SELECT version || ' ' || state AS value FROM versions"))
                .containsExactlyInAnyOrder(
                        "lowest published",
                        whole + " published",
                        whole + "/rest0-1 orphaned",
                        whole + "/rest2-1 orphaned");
    }

    @Test
    void prune_longEnded_goesButForJobsWithMedia() throws Exception {
        cut();
        finishAtOnce("'side', 'low', 'rest'");
        pieces.publish(take(ids("'join'").getFirst()), MEDIA);
        assertThat(sweeps.prune(Duration.ofDays(1))).isZero();
        database.execute().update("UPDATE jobs SET finished_at = now() - interval '2 days'");
        sweeps.prune(Duration.ofDays(1));
        assertThat(ids("'low', 'rest', 'side', 'first', 'join'")).isEmpty();
        assertThat(job().state()).isEqualTo("ready");
        database.execute().delete("DELETE FROM versions");
        sweeps.prune(Duration.ofDays(1));
        assertThat(texts("SELECT id::text AS value FROM jobs")).isEmpty();
    }

    @Test
    void takeFor_anyTask_beginsWithWhatIsWatchedFirst() {
        cut();
        UUID task = ids("'rest'").getLast();
        List<PieceKind> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            order.add(pieces.takeFor(task, "worker").orElseThrow().kind());
        }
        assertThat(order)
                .containsExactly(
                        PieceKind.SIDE,
                        PieceKind.LOW,
                        PieceKind.LOW,
                        PieceKind.LOW,
                        PieceKind.REST,
                        PieceKind.REST,
                        PieceKind.REST);
        assertThat(pieces.takeFor(task, "worker")).isEmpty();
        assertThat(pieces.takeAny("worker")).isEmpty();
    }

    @Test
    void release_drain_countsAsNoTry() {
        cut();
        UUID id = ids("'side'").getFirst();
        long before = said(EventType.ENCODE_TASK);
        pieces.release(take(id));
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(before + 1);
        assertThat(take(id).attempt()).isEqualTo(1);
    }

    @Test
    void forget_deletedVideo_stopsAllPieces() {
        cut();
        PieceLease lease = take(ids("'low'").getFirst());
        database.transact(transaction -> jobs.forget(transaction, "video", LONG.lease()));
        assertThat(pieces.heartbeat(lease)).isFalse();
        assertThat(pieces.done(lease, MADE)).isEmpty();
        assertThat(pieces.take(ids("'rest'").getFirst(), "worker")).isEmpty();
        assertThat(job().state()).isEqualTo("cancelled");
    }

    @Test
    void forget_jobLockedByAWorker_waitsWithoutHoldingThePieces() throws Exception {
        JobLease lease = cut();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> forgotten = database.transaction(worker -> {
                worker.get("SELECT 1 FROM jobs WHERE id = ? FOR UPDATE", lease.jobId());
                Future<?> deletion = threads.submit(
                        () -> database.transact(transaction -> jobs.forget(transaction, "video", LONG.lease())));
                await().atMost(Duration.ofMinutes(2)).until(() -> !texts("""
                                SELECT pid::text AS value FROM pg_stat_activity
                                WHERE datname = current_database() AND wait_event_type = 'Lock'
                                """).isEmpty());
                // As a worker goes on; a deletion that held them would wait for it, and it for the deletion.
                assertThat(worker.get(
                                "SELECT id FROM pieces WHERE job_id = ? LIMIT 1 FOR UPDATE NOWAIT", lease.jobId()))
                        .isPresent();
                return deletion;
            });
            forgotten.get();
        }
        assertThat(job().state()).isEqualTo("cancelled");
    }

    @Test
    void enforceDeadlines_cut_failsAndStopsAllPieces() {
        cut();
        PieceLease lease = take(ids("'low'").getFirst());
        database.execute().update("UPDATE jobs SET deadline_at = now() - interval '1 second'");
        assertThat(sweeps.enforceDeadlines()).isEqualTo(1);
        assertThat(pieces.heartbeat(lease)).isFalse();
        assertThat(job().state()).isEqualTo("failed");
    }

    @Test
    void progress_manyPieces_addUpAndAreToldOnceASecond() {
        cut();
        PieceLease low = take(ids("'low'").getFirst());
        PieceLease rest = take(ids("'rest'").getFirst());
        database.execute().update("UPDATE jobs SET updated_at = now() - interval '2 seconds'");
        pieces.progress(low, 100, "240p");
        pieces.progress(rest, 50, "360p");
        assertThat(said(EventType.MEDIA_PROGRESS)).isEqualTo(1);
        // 2 of 33 parts.
        assertThat(job().percent()).isEqualTo(5 + 85 * 200 / 3300);
        assertThat(job().rung()).isEqualTo("240p");
        database.execute().update("UPDATE jobs SET updated_at = now() - interval '2 seconds'");
        pieces.progress(rest, 50, "360p");
        assertThat(job().percent()).isEqualTo(5 + 85 * (200 + 400) / 3300);
    }
}
