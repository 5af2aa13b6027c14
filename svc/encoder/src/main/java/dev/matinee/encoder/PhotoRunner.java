package dev.matinee.encoder;

import dev.matinee.encoder.EncoderMetrics.Outcome;
import java.io.IOException;
import java.nio.file.Path;

/** One try at one photo: from the lease to the published version. */
final class PhotoRunner {
    private final Tries tries;
    private final LeaseStore leases;
    private final MediaStore media;
    private final SourceCache sources;
    private final PhotoEncoder encoder;
    private final long maxBytes;

    /** @param maxBytes of a photo's file */
    PhotoRunner(
            Tries tries,
            LeaseStore leases,
            MediaStore media,
            SourceCache sources,
            PhotoEncoder encoder,
            long maxBytes) {
        this.tries = tries;
        this.leases = leases;
        this.media = media;
        this.sources = sources;
        this.encoder = encoder;
        this.maxBytes = maxBytes;
    }

    /** @param taken the moment, by {@link System#nanoTime}, before the lease was asked for */
    Outcome run(JobLease lease, long taken) {
        return tries.run(new HeldJob(lease, leases, (folder, keeper) -> make(lease, folder, keeper)), taken);
    }

    private Outcome make(JobLease lease, Path folder, LeaseKeeper keeper)
            throws IOException, InterruptedException, MediaException, LeaseLostException {
        if (lease.sourceBytes() > maxBytes) {
            throw new MediaException(MediaProblem.PHOTO_TOO_LARGE, lease.sourceBytes() + " bytes");
        }
        SourceCache.Use use = sources.use(lease, folder, keeper::check);
        try (use) {
            keeper.check();
            EncodedPhoto encoded = encoder.encode(folder);
            media.upload(encoded.folder(), lease.prefix(), keeper::check);
            keeper.check();
            return Tries.persist(() -> leases.publish(lease, encoded)) ? Outcome.READY : Outcome.LOST;
        }
    }
}
