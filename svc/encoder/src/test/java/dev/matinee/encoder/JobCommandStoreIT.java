package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.encoder.SourceMedia.AudioTrack;
import dev.matinee.events.EventType;
import dev.matinee.events.PosterOrdered;
import dev.matinee.events.SourceObject;
import dev.matinee.events.VideoSubmitted;
import dev.matinee.kit.http.ProblemException;
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

class JobCommandStoreIT {
    private static final EncoderConfig.Timing TIMING = new EncoderConfig.Timing(
            Duration.ofMinutes(1),
            Duration.ofHours(1),
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
    private final LeaseStore leases = new LeaseStore(database, outbox, TIMING, new EncoderMetrics());
    private final JobCommandStore commands = new JobCommandStore(database, jobs, leases, TIMING.deadline());

    private static Database open() {
        PostgresServer.Database fresh = PostgresServer.shared().newDatabase();
        return Database.open(new DatabaseSettings(fresh.url(), fresh.user(), fresh.password(), 3));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private UUID submit(String contentId) {
        VideoSubmitted submitted = new VideoSubmitted(
                contentId, "of-" + contentId, "ada", new SourceObject("uploads", "key", 10, null, null, null));
        database.transact(transaction -> jobs.submit(transaction, submitted, Duration.ofHours(1)));
        return jobs.listJobs(new JobStore.Wanted("", contentId, ""), Optional.empty(), 1)
                .getFirst()
                .id();
    }

    private Job retry(UUID id) {
        return commands.retry(id, anybody -> {});
    }

    private Job cancel(UUID id) {
        return commands.cancel(id, anybody -> {});
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

    private List<String> changes(UUID id) {
        return jobs.history(id).stream().map(JobHistoryStore.Change::change).toList();
    }

    @Test
    void cancel_beingDone_failsWithACauseAndItsWorkIsNotPublished() {
        UUID id = submit("video");
        JobLease lease = leases.take(id, "one").orElseThrow();

        Job cancelled = cancel(id);

        assertThat(cancelled.state()).isEqualTo("failed");
        assertThat(cancelled.cause()).isEqualTo(new Job.Cause("cancelled", MediaProblem.CANCELLED.sentence(), true));
        assertThat(leases.heartbeat(lease)).isFalse();
        assertThat(leases.publish(lease, SOUND)).isFalse();
        assertThat(said(EventType.MEDIA_READY)).isZero();
        assertThat(said(EventType.MEDIA_FAILED)).isEqualTo(1);
        assertThat(versionState(lease.version())).isEqualTo("orphaned");
    }

    @Test
    void cancel_twice_isSaidOnce() {
        UUID id = submit("video");
        cancel(id);
        assertThat(cancel(id)).isEqualTo(job(id));
        assertThat(said(EventType.MEDIA_FAILED)).isEqualTo(1);
        assertThat(changes(id)).containsExactly("queued", "failed");
    }

    @Test
    void cancel_ended_isRefused() {
        UUID done = submit("video");
        leases.publish(leases.take(done, "one").orElseThrow(), SOUND);
        UUID failed = submit("other");
        leases.failed(leases.take(failed, "one").orElseThrow(), MediaProblem.NOT_A_VIDEO);
        for (UUID id : List.of(done, failed)) {
            Job before = job(id);
            assertThatThrownBy(() -> cancel(id))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.error()).isEqualTo(EncoderError.JOB_ENDED));
            assertThat(job(id)).isEqualTo(before);
        }
    }

    @Test
    void retry_failed_beginsAnewWithAllTriesAndKeepsWhatHappened() {
        UUID id = submit("video");
        leases.failed(leases.take(id, "one").orElseThrow(), MediaProblem.NOT_A_VIDEO);
        database.execute().update("UPDATE jobs SET deadline_at = now() - interval '1 minute'");

        Job again = retry(id);

        assertThat(again.state()).isEqualTo("queued");
        assertThat(again.attempts()).isZero();
        assertThat(again.cause()).isNull();
        assertThat(again.finishedAt()).isNull();
        JobLease lease = leases.take(id, "two").orElseThrow();
        assertThat(leases.publish(lease, SOUND)).isTrue();
        assertThat(changes(id)).containsExactly("queued", "started", "failed", "retried", "started");
        assertThat(jobs.history(id)).element(2).satisfies(change -> {
            assertThat(change.code()).isEqualTo("not_a_video");
            assertThat(change.worker()).isEqualTo("one");
            assertThat(change.attempt()).isEqualTo(1);
        });
        assertThat(said(EventType.JOB_CHANGED)).isEqualTo(5);
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(2);
    }

    @Test
    void retry_behindOthers_saysItsPlace() {
        submit("first");
        submit("second");
        UUID id = submit("third");
        assertThat(jobs.history(id))
                .singleElement()
                .extracting(JobHistoryStore.Change::place)
                .isEqualTo(3L);
        cancel(id);
        retry(id);
        assertThat(jobs.history(id))
                .last()
                .extracting(JobHistoryStore.Change::place)
                .isEqualTo(3L);
    }

    @Test
    void retry_waitingOrBeingDone_changesNothing() {
        UUID id = submit("video");
        assertThat(retry(id).state()).isEqualTo("queued");
        JobLease lease = leases.take(id, "one").orElseThrow();
        assertThat(retry(id).state()).isEqualTo("leased");
        assertThat(leases.heartbeat(lease)).isTrue();
        assertThat(said(EventType.ENCODE_TASK)).isEqualTo(1);
    }

    @Test
    void retry_doneOrDeleted_isRefused() {
        UUID done = submit("video");
        leases.publish(leases.take(done, "one").orElseThrow(), SOUND);
        UUID deleted = submit("other");
        leases.failed(leases.take(deleted, "one").orElseThrow(), MediaProblem.NOT_A_VIDEO);
        database.transact(transaction -> jobs.forget(transaction, "other", TIMING.lease()));
        for (UUID id : List.of(done, deleted)) {
            assertThatThrownBy(() -> retry(id))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.error()).isEqualTo(EncoderError.JOB_NOT_FAILED));
        }
    }

    @Test
    void retry_whatCanBeWatched_staysUntilAllIsMade() {
        UUID id = submit("video");
        JobLease first = leases.take(id, "one").orElseThrow();
        leases.begin(first, "lowest");
        leases.publishLowest(first, "lowest", SOUND);
        cancel(id);
        assertThat(job(id).version()).isEqualTo("lowest");

        retry(id);

        assertThat(job(id).version()).isEqualTo("lowest");
        JobLease second = leases.take(id, "two").orElseThrow();
        assertThat(second.playable()).isEqualTo("lowest");
        assertThat(leases.publish(second, SOUND)).isTrue();
    }

    @Test
    void poster_orderedAnew_takesThePlaceOfOneThatIsNotDone() {
        order("first");
        JobLease zombie = leases.takeAny("one").orElseThrow();
        order("second");
        order("second");
        assertThat(leases.publishPoster(zombie)).isFalse();
        JobLease heir = leases.takeAny("two").orElseThrow();
        assertThat(heir.posterMs()).isEqualTo(1_500);
        assertThat(leases.publishPoster(heir)).isTrue();
        assertThat(leases.takeAny("three")).isEmpty();
        assertThat(said(EventType.POSTER_READY)).isEqualTo(1);
    }

    @Test
    void poster_published_replacesPostersOnly() {
        JobLease film = leases.take(submit("video"), "one").orElseThrow();
        leases.publish(film, SOUND);
        order("first");
        JobLease first = leases.takeAny("one").orElseThrow();
        leases.publishPoster(first);
        order("second");
        leases.publishPoster(leases.takeAny("one").orElseThrow());
        assertThat(versionState(film.version())).isEqualTo("published");
        assertThat(versionState(first.version())).isEqualTo("orphaned");
    }

    private void order(String id) {
        PosterOrdered ordered = new PosterOrdered("video", id, "ada", "version", "240p", 1_500);
        database.transact(transaction -> jobs.submit(transaction, ordered, Duration.ofHours(1), TIMING.lease()));
    }

    private String versionState(String version) {
        return database.execute()
                .get("SELECT state FROM versions WHERE version = ?", version)
                .orElseThrow()
                .column("state")
                .get(String.class);
    }

    @Test
    void retry_againAndAgain_keepsABoundedHistory() {
        UUID id = submit("video");
        for (int i = 0; i < JobHistoryStore.MOST; i++) {
            cancel(id);
            retry(id);
        }
        assertThat(jobs.history(id)).hasSize(JobHistoryStore.MOST);
        assertThat(database.execute()
                        .get("SELECT count(*) AS kept FROM job_changes")
                        .orElseThrow()
                        .column("kept")
                        .get(Long.class))
                .isBetween((long) JobHistoryStore.MOST, JobHistoryStore.MOST + 2L);
        assertThat(jobs.history(id))
                .last()
                .extracting(JobHistoryStore.Change::change)
                .isEqualTo("retried");
    }
}
