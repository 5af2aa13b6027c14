package dev.matinee.encoder;

import dev.matinee.encoder.EncoderMetrics.Outcome;
import dev.matinee.events.Uuid7;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** One try at one job: from the lease to the published version, or to its pieces when the film is long. */
final class JobRunner {
    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());

    private final Tries tries;
    private final LeaseStore leases;
    private final PieceStore pieces;
    private final MediaStore media;
    private final SourceCache sources;
    private final MediaEncoder encoder;
    private final EncoderMetrics metrics;
    private final Clock clock;

    JobRunner(
            Tries tries,
            LeaseStore leases,
            PieceStore pieces,
            MediaStore media,
            SourceCache sources,
            MediaEncoder encoder,
            EncoderMetrics metrics,
            Clock clock) {
        this.tries = tries;
        this.leases = leases;
        this.pieces = pieces;
        this.media = media;
        this.sources = sources;
        this.encoder = encoder;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @param taken the moment, by {@link System#nanoTime}, before the lease was asked for */
    Outcome run(JobLease lease, long taken) {
        return tries.run(new HeldJob(lease, leases, (folder, keeper) -> make(lease, folder, keeper)), taken);
    }

    private Outcome make(JobLease lease, Path folder, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        JobProgress progress = new JobProgress(leases, lease, clock);
        progress.downloading();
        try (SourceCache.Use use = sources.use(lease, folder, keeper::check)) {
            keeper.check();
            progress.probing();
            SourceMedia source = encoder.probe(folder);
            Optional<CutFilm> cut = encoder.cut(source);
            if (cut.isPresent()) {
                use.keep();
                return Tries.persist(() -> pieces.cut(lease, cut.get())) ? Outcome.CUT : Outcome.LOST;
            }
            return whole(lease, folder, source, progress, keeper);
        }
    }

    private Outcome whole(JobLease lease, Path folder, SourceMedia source, JobProgress progress, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        long begin = System.nanoTime();
        EncodedMedia encoded = encoder.encode(folder, source, new MediaEncoder.Listener() {
            @Override
            public void encoded(double part, String rungs) {
                progress.encoding(part, rungs);
            }

            @Override
            public void playable(EncodedMedia lowest)
                    throws IOException, InterruptedException, MediaException, LeaseLostException {
                publishLowest(lease, lowest, keeper);
                metrics.playable(Duration.ofNanos(System.nanoTime() - begin), lowest.duration());
            }
        });
        metrics.encoded(Duration.ofNanos(System.nanoTime() - begin), encoded.duration());
        progress.publishing();
        media.upload(encoded.folder(), lease.prefix(), keeper::check);
        keeper.check();
        return Tries.persist(() -> leases.publish(lease, encoded)) ? Outcome.READY : Outcome.LOST;
    }

    private void publishLowest(JobLease lease, EncodedMedia lowest, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        // An earlier try did; viewers may be at it.
        if (!lease.playable().isEmpty()) {
            return;
        }
        String version = Uuid7.next().toString();
        keeper.check();
        if (!Tries.persist(() -> leases.begin(lease, version))) {
            throw new LeaseLostException("job " + lease.jobId());
        }
        media.upload(lowest.folder(), lease.prefix(version), keeper::check);
        keeper.check();
        boolean published = Tries.persist(() -> leases.publishLowest(lease, version, lowest));
        LOG.log(Level.INFO, "job {0} can be watched: {1}", lease.jobId(), published);
    }
}
