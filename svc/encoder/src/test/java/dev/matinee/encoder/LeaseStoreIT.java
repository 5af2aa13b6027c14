package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.encoder.EncoderConfig.Timing;
import dev.matinee.encoder.SourceMedia.AudioTrack;
import dev.matinee.events.EventType;
import dev.matinee.events.SourceObject;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.kafka.EventSpans;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.DatabaseSettings;
import dev.matinee.kit.sql.Outbox;
import dev.matinee.kit.test.PostgresServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseStoreIT {
    private static final Timing LONG = new Timing(
            Duration.ofMinutes(1),
            Duration.ofHours(1),
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
    private static final EncodedMedia SOUND = new EncodedMedia(
            Path.of("out"),
            new SourceMedia(Container.MP3, Duration.ofSeconds(2), null, new AudioTrack(0, "mp3")),
            Duration.ofSeconds(2),
            List.of(new MasterPlaylist.Track("audio", 0, 0, 130_000, 128_000, "mp4a.40.2")),
            true,
            List.of(),
            false,
            40_000,
            "#EXTM3U\n");

    private final Database database = open();
    private final Outbox outbox = new Outbox("encoder", Clock.systemUTC());
    private final JobStore jobs = new JobStore(database, outbox);
    private final LeaseStore leases = new LeaseStore(database, outbox, LONG, new EncoderMetrics());
    private final SweepStore sweeps = new SweepStore(database, outbox, leases);

    private static Database open() {
        PostgresServer.Database fresh = PostgresServer.shared().newDatabase();
        return Database.open(new DatabaseSettings(fresh.url(), fresh.user(), fresh.password(), 3));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private UUID submit(String contentId, String submissionId) {
        VideoSubmitted submitted = new VideoSubmitted(
                contentId, submissionId, "ada", new SourceObject("uploads", "key", 10, null, null, null));
        database.transact(transaction -> jobs.submit(transaction, submitted, Duration.ofHours(1)));
        return jobs.listJobs(new JobStore.Wanted("", contentId, ""), Optional.empty(), 1)
                .getFirst()
                .id();
    }

    private Job job(UUID id) {
        return jobs.findJob(id).orElseThrow().job();
    }

    private long said(EventType type) {
        return database.execute()
                .get("SELECT count(*) AS said FROM outbox WHERE type = ?", type.ceType())
                .orElseThrow()
                .column("said")
                .get(Long.class);
    }

    private long saidCpu(EventType type) {
        return database.execute()
                .get(
                        "SELECT (convert_from(data, 'UTF8')::json ->> 'cpu_ms')::bigint AS cpu FROM outbox WHERE type = ?",
                        type.ceType())
                .orElseThrow()
                .column("cpu")
                .get(Long.class);
    }

    private String versionState(String version) {
        return database.execute()
                .get("SELECT state FROM versions WHERE version = ?", version)
                .orElseThrow()
                .column("state")
                .get(String.class);
    }

    /** Takes the job under a lease that is over at once, and lets the sweeper find that. */
    private JobLease fallSilent(UUID id) {
        JobLease lease = new LeaseStore(database, outbox, SHORT, new EncoderMetrics())
                .take(id, "silent")
                .orElseThrow();
        await().until(() -> sweeps.expireLeases() == 1);
        return lease;
    }

    @Test
    void submit_twice_makesOneJobAndOneTask() {
        UUID first = submit("video", "submission");
        assertThat(submit("video", "submission")).isEqualTo(first);
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(1);
    }

    @Test
    void submit_failedForAPassingCause_beginsAnew() {
        UUID id = submit("video", "submission");
        JobLease zombie = leases.take(id, "one").orElseThrow();
        database.transact(transaction -> leases.fail(transaction, id, zombie.fencing(), MediaProblem.ENCODER_FAILED));
        assertThat(job(id).state()).isEqualTo("failed");

        assertThat(submit("video", "submission")).isEqualTo(id);
        assertThat(job(id).state()).isEqualTo("queued");
        assertThat(job(id).cause()).isNull();
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(2);
        assertThat(leases.publish(zombie, SOUND)).isFalse();
        JobLease heir = leases.take(id, "two").orElseThrow();
        assertThat(heir.attempt()).isEqualTo(1);
        assertThat(leases.publish(heir, SOUND)).isTrue();
        assertThat(submit("video", "submission")).isEqualTo(id);
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(2);
    }

    @Test
    void submit_failedForGood_staysFailed() {
        UUID id = submit("video", "submission");
        JobLease lease = leases.take(id, "one").orElseThrow();
        leases.failed(lease, MediaProblem.NOT_A_VIDEO);
        submit("video", "submission");
        assertThat(job(id).state()).isEqualTo("failed");
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(1);
    }

    @Test
    void take_held_isRefused() {
        UUID id = submit("video", "submission");
        JobLease lease = leases.take(id, "one").orElseThrow();
        assertThat(leases.take(id, "two")).isEmpty();
        assertThat(leases.heartbeat(lease)).isTrue();
        assertThat(sweeps.expireLeases()).isZero();
    }

    @Test
    void expireLeases_silentWorker_givesTheJobToAnotherUnderAHigherTokenAndANewVersion() {
        UUID id = submit("video", "submission");
        JobLease zombie = fallSilent(id);
        JobLease heir = leases.take(id, "heir").orElseThrow();

        assertThat(heir.fencing()).isGreaterThan(zombie.fencing());
        assertThat(heir.version()).isNotEqualTo(zombie.version());
        assertThat(leases.heartbeat(zombie)).isFalse();
        assertThat(leases.progress(zombie, "encoding", 50, "720p")).isFalse();
        assertThat(leases.publish(zombie, SOUND)).isFalse();
        assertThat(said(EventType.MEDIA_READY)).isZero();
        assertThat(versionState(zombie.version())).isEqualTo("orphaned");

        assertThat(leases.publish(heir, SOUND)).isTrue();
        assertThat(job(id).state()).isEqualTo("ready");
        assertThat(job(id).version()).isEqualTo(heir.version());
        assertThat(said(EventType.MEDIA_READY)).isEqualTo(1);
        leases.failed(zombie, MediaProblem.NOT_A_VIDEO);
        leases.release(zombie);
        assertThat(job(id).state()).isEqualTo("ready");
    }

    @Test
    void publish_saysWhatAllTriesTookOfProcessors() {
        UUID id = submit("video", "submission");
        leases.spent(id, Duration.ofSeconds(3));
        leases.failed(leases.take(id, "one").orElseThrow(), MediaProblem.NOT_A_VIDEO);
        assertThat(saidCpu(EventType.MEDIA_FAILED)).isEqualTo(3_000);

        UUID other = submit("other", "another");
        fallSilent(other);
        leases.spent(other, Duration.ofSeconds(2));
        leases.spent(other, Duration.ofMillis(500));
        assertThat(leases.publish(leases.take(other, "two").orElseThrow(), SOUND))
                .isTrue();
        assertThat(saidCpu(EventType.MEDIA_READY)).isEqualTo(2_500);
    }

    @Test
    void submit_again_countsProcessorsAnew() {
        UUID id = submit("video", "submission");
        leases.spent(id, Duration.ofSeconds(3));
        JobLease lease = leases.take(id, "one").orElseThrow();
        database.transact(transaction -> leases.fail(transaction, id, lease.fencing(), MediaProblem.ENCODER_FAILED));
        submit("video", "submission");
        assertThat(leases.publish(leases.take(id, "two").orElseThrow(), SOUND)).isTrue();
        assertThat(saidCpu(EventType.MEDIA_READY)).isZero();
    }

    @Test
    void publish_askedAgainAfterALostAnswer_isStillDoneOnce() {
        JobLease lease = leases.take(submit("video", "submission"), "one").orElseThrow();
        assertThat(leases.publish(lease, SOUND)).isTrue();
        assertThat(leases.publish(lease, SOUND)).isTrue();
        assertThat(said(EventType.MEDIA_READY)).isEqualTo(1);
    }

    @Test
    void publish_newSubmission_orphansTheVersionBefore() {
        JobLease first = leases.take(submit("video", "first"), "one").orElseThrow();
        leases.publish(first, SOUND);
        JobLease second = leases.take(submit("video", "second"), "one").orElseThrow();
        leases.publish(second, SOUND);
        assertThat(versionState(first.version())).isEqualTo("orphaned");
        assertThat(versionState(second.version())).isEqualTo("published");
        assertThat(sweeps.takeOrphans()).isEmpty();
    }

    @Test
    void publishLowest_held_isWatchedUntilTheWholeReplacesIt() {
        UUID id = submit("video", "submission");
        JobLease lease = leases.take(id, "one").orElseThrow();
        assertThat(leases.begin(lease, "lowest")).isTrue();
        assertThat(versionState("lowest")).isEqualTo("writing");
        assertThat(job(id).version()).isNull();
        assertThat(leases.publishLowest(lease, "lowest", SOUND)).isTrue();
        assertThat(job(id).state()).isEqualTo("leased");
        assertThat(job(id).version()).isEqualTo("lowest");
        assertThat(versionState("lowest")).isEqualTo("published");
        assertThat(said(EventType.MEDIA_PLAYABLE)).isEqualTo(1);

        assertThat(leases.publish(lease, SOUND)).isTrue();
        assertThat(versionState("lowest")).isEqualTo("orphaned");
        assertThat(sweeps.takeOrphans()).as("who plays it may finish").isEmpty();
        assertThat(job(id).version()).isEqualTo(lease.version());
    }

    @Test
    void publishLowest_lostLease_isRefused() {
        UUID id = submit("video", "submission");
        JobLease zombie = fallSilent(id);
        assertThat(leases.begin(zombie, "lowest")).isFalse();
        assertThat(leases.publishLowest(zombie, "lowest", SOUND)).isFalse();
        assertThat(said(EventType.MEDIA_PLAYABLE)).isZero();
        assertThat(job(id).version()).isNull();
    }

    @Test
    void publishLowest_thenFailed_staysAndIsNotMadeAgain() {
        UUID id = submit("video", "submission");
        JobLease first = leases.take(id, "one").orElseThrow();
        leases.begin(first, "lowest");
        leases.publishLowest(first, "lowest", SOUND);
        leases.release(first);
        JobLease second = leases.take(id, "two").orElseThrow();
        assertThat(second.playable()).isEqualTo("lowest");
        leases.failed(second, MediaProblem.TOO_COSTLY);
        assertThat(job(id).state()).isEqualTo("failed");
        assertThat(job(id).version()).isEqualTo("lowest");
        assertThat(versionState("lowest")).isEqualTo("published");
        assertThat(versionState(second.version())).isEqualTo("orphaned");
    }

    @Test
    void failed_permanentCause_failsAtOnceWithASentence() {
        UUID id = submit("video", "submission");
        leases.failed(leases.take(id, "one").orElseThrow(), MediaProblem.NOT_A_VIDEO);
        assertThat(job(id).state()).isEqualTo("failed");
        assertThat(job(id).cause()).isEqualTo(new Job.Cause("not_a_video", MediaProblem.NOT_A_VIDEO.sentence(), false));
        assertThat(said(EventType.MEDIA_FAILED)).isEqualTo(1);
    }

    @Test
    void failed_passingCause_isTriedThreeTimes() {
        LeaseStore hasty = new LeaseStore(database, outbox, SHORT, new EncoderMetrics());
        UUID id = submit("video", "submission");
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(job(id).state()).isEqualTo("queued");
            JobLease lease = hasty.take(id, "one").orElseThrow();
            assertThat(lease.attempt()).isEqualTo(attempt);
            hasty.failed(lease, MediaProblem.ENCODER_FAILED);
        }
        assertThat(job(id).state()).isEqualTo("failed");
        assertThat(hasty.take(id, "one")).isEmpty();
        assertThat(said(EventType.MEDIA_FAILED)).isEqualTo(1);
    }

    @Test
    void failed_passingCause_waitsItsPauseAndIsPutInTheQueueAgain() {
        UUID id = submit("video", "submission");
        leases.failed(leases.take(id, "one").orElseThrow(), MediaProblem.ENCODER_FAILED);
        assertThat(leases.take(id, "one")).isEmpty();
        assertThat(sweeps.enqueueDue()).isZero();
        database.execute().update("UPDATE jobs SET not_before = now() - interval '1 second' WHERE id = ?", id);
        assertThat(sweeps.enqueueDue()).isEqualTo(1);
        assertThat(sweeps.enqueueDue()).isZero();
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(2);
        assertThat(leases.take(id, "one")).isPresent();
    }

    @Test
    void expireLeases_thirdSilence_failsTheJob() {
        UUID id = submit("video", "submission");
        fallSilent(id);
        fallSilent(id);
        fallSilent(id);
        assertThat(job(id).state()).isEqualTo("failed");
        assertThat(job(id).attempts()).isEqualTo(3);
        assertThat(said(EventType.MEDIA_FAILED)).isEqualTo(1);
    }

    @Test
    void release_drain_countsAsNoTryAndIsInTheQueueAtOnce() {
        UUID id = submit("video", "submission");
        leases.release(leases.take(id, "one").orElseThrow());
        assertThat(job(id).attempts()).isZero();
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(2);
        assertThat(leases.take(id, "two").orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    void submit_inATrace_keepsItForWhoeverTakesTheJobOrEndsIt() throws Exception {
        Traces.on();
        EventSpans.within("submit", Traces.B3, () -> submit("video", "submission"));
        UUID id = submit("video", "submission");
        assertThat(leases.take(id, "one").orElseThrow().trace()).startsWith(Traces.ID);
        database.execute().update("UPDATE jobs SET deadline_at = now() - interval '1 second'");
        assertThat(sweeps.enforceDeadlines()).isEqualTo(1);
        assertThat(database.execute()
                        .get("SELECT trace FROM outbox WHERE type = ?", EventType.MEDIA_FAILED.ceType())
                        .orElseThrow()
                        .column("trace")
                        .get(String.class))
                .startsWith(Traces.ID);
    }

    @Test
    void enforceDeadlines_queuedAndLeased_fail() {
        UUID queued = submit("one", "first");
        UUID leased = submit("two", "second");
        JobLease late = leases.take(leased, "one").orElseThrow();
        database.execute().update("UPDATE jobs SET deadline_at = now() - interval '1 second'");
        assertThat(sweeps.enforceDeadlines()).isEqualTo(2);
        assertThat(List.of(job(queued), job(leased))).allSatisfy(job -> {
            assertThat(job.state()).isEqualTo("failed");
            assertThat(job.cause())
                    .isNotNull()
                    .satisfies(cause -> assertThat(cause.code()).isEqualTo("deadline"));
        });
        assertThat(leases.publish(late, SOUND)).isFalse();
    }

    @Test
    void forget_deletedVideo_cancelsAndRefusesWhatIsStillBeingMade() {
        JobLease done = leases.take(submit("video", "first"), "one").orElseThrow();
        leases.publish(done, SOUND);
        JobLease open = leases.take(submit("video", "second"), "one").orElseThrow();
        database.transact(transaction -> jobs.forget(transaction, "video", LONG.lease()));
        assertThat(leases.publish(open, SOUND)).isFalse();
        assertThat(job(open.jobId()).state()).isEqualTo("cancelled");
        assertThat(sweeps.takeOrphans()).containsExactly(new SweepStore.Orphan("video", done.version()));
        assertThat(versionState(open.version())).isEqualTo("orphaned");
    }
}
