package dev.matinee.encoder;

import dev.matinee.encoder.EncoderMetrics.Outcome;
import dev.matinee.encoder.JoinedMedia.Done;
import dev.matinee.events.Uuid7;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One try at one piece of a job that was cut, and then at what could begin because of it. */
final class PieceRunner {
    private static final System.Logger LOG = System.getLogger(PieceRunner.class.getName());
    private static final Duration AT_MOST_EACH = Duration.ofSeconds(1);

    private final Tries tries;
    private final PieceStore pieces;
    private final MediaStore media;
    private final SourceCache sources;
    private final MediaEncoder encoder;

    PieceRunner(Tries tries, PieceStore pieces, MediaStore media, SourceCache sources, MediaEncoder encoder) {
        this.tries = tries;
        this.pieces = pieces;
        this.media = media;
        this.sources = sources;
        this.encoder = encoder;
    }

    /** @param taken the moment, by {@link System#nanoTime}, before the lease was asked for */
    Outcome run(PieceLease lease, long taken, String worker) {
        HeldPiece held = new HeldPiece(lease);
        Outcome outcome = tries.run(held, taken);
        // Not through the queue, where a film's other pieces stand before it.
        Deque<UUID> next = new ArrayDeque<>(held.next);
        while (!next.isEmpty() && !Thread.currentThread().isInterrupted()) {
            long asked = System.nanoTime();
            pieces.take(next.removeFirst(), worker).ifPresent(more -> tries.run(new HeldPiece(more), asked));
        }
        return outcome;
    }

    private final class HeldPiece implements Tries.Held {
        private final PieceLease lease;
        private List<UUID> next = List.of();
        private long told;

        HeldPiece(PieceLease lease) {
            this.lease = lease;
        }

        @Override
        public String name() {
            return lease.job().jobId() + "-" + lease.folder();
        }

        @Override
        public boolean heartbeat() {
            return pieces.heartbeat(lease);
        }

        @Override
        public boolean lastTry() {
            return lease.lastTry();
        }

        @Override
        public void failed(MediaProblem problem) {
            pieces.failed(lease, problem);
        }

        @Override
        public void spent(Duration cpu) {
            pieces.spent(lease, cpu);
        }

        @Override
        public void release() {
            pieces.release(lease);
        }

        @Override
        public Outcome make(Path folder, LeaseKeeper keeper)
                throws IOException, InterruptedException, MediaException, LeaseLostException {
            return switch (lease.kind()) {
                case FIRST -> publishLowest(folder, keeper);
                case JOIN -> publish(folder, keeper);
                case SIDE, LOW, REST -> encode(folder, keeper);
            };
        }

        private Outcome encode(Path folder, LeaseKeeper keeper)
                throws IOException, InterruptedException, MediaException, LeaseLostException {
            try (SourceCache.Use use = sources.use(lease.job(), folder, keeper::check)) {
                use.keep();
                PieceMedia made = made(folder);
                media.upload(folder.resolve("out"), lease.prefix(), keeper::check);
                keeper.check();
                Optional<List<UUID>> begun = persistDone(made);
                next = begun.orElse(List.of());
                return begun.isPresent() ? Outcome.PIECE : Outcome.LOST;
            }
        }

        private Optional<List<UUID>> persistDone(PieceMedia made) throws InterruptedException {
            var done = new Object() {
                Optional<List<UUID>> begun = Optional.empty();
            };
            Tries.persist(() -> {
                done.begun = pieces.done(lease, made);
                return true;
            });
            return done.begun;
        }

        private PieceMedia made(Path folder) throws IOException, InterruptedException, MediaException {
            SourceMedia source = lease.film().source();
            if (lease.kind() == PieceKind.SIDE) {
                return encoder.side(folder, source, part -> progress(part, source.audio() == null ? "" : "audio"));
            }
            EncodePlan whole = EncodePlan.of(source);
            EncodePlan plan = lease.kind() == PieceKind.LOW ? whole.lowest() : whole.larger();
            Chunk chunk = lease.film().chunks().get(lease.number());
            return encoder.chunk(folder, lease.film(), plan, chunk, part -> progress(part, plan.rungs()));
        }

        private void progress(double part, String rungs) {
            long now = System.nanoTime();
            if (told != 0 && now - told < AT_MOST_EACH.toNanos()) {
                return;
            }
            told = now;
            try {
                pieces.progress(lease, (int) (100 * part), rungs);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "progress of {0} is not told: {1}", lease, e.toString());
            }
        }

        private Outcome publishLowest(Path folder, LeaseKeeper keeper)
                throws IOException, InterruptedException, MediaException, LeaseLostException {
            String version = Uuid7.next().toString();
            if (!Tries.persist(() -> pieces.begin(lease, version))) {
                throw new LeaseLostException(name());
            }
            EncodedMedia lowest = join(
                    folder,
                    EncodePlan.of(lease.film().source()).lowest(),
                    "../" + lease.job().version() + "/",
                    version,
                    keeper);
            return Tries.persist(() -> pieces.publishLowest(lease, version, lowest)) ? Outcome.PIECE : Outcome.LOST;
        }

        private Outcome publish(Path folder, LeaseKeeper keeper)
                throws IOException, InterruptedException, MediaException, LeaseLostException {
            EncodedMedia whole = join(
                    folder,
                    EncodePlan.of(lease.film().source()),
                    "",
                    lease.job().version(),
                    keeper);
            return Tries.persist(() -> pieces.publish(lease, whole)) ? Outcome.READY : Outcome.LOST;
        }

        private EncodedMedia join(Path folder, EncodePlan plan, String base, String version, LeaseKeeper keeper)
                throws IOException, InterruptedException, MediaException, LeaseLostException {
            List<Done> made = pieces.made(lease.job().jobId()).stream()
                    .filter(piece ->
                            piece.kind() != PieceKind.REST || plan.renditions().size() > 1)
                    .toList();
            EncodedMedia joined =
                    new JoinedMedia(plan, base, made).write(Files.createDirectory(folder.resolve("joined")));
            for (Done side : made) {
                for (String picture : side.media().pictures()) {
                    String from = lease.job().prefix() + side.folder() + "/" + picture;
                    media.copy(from, lease.job().prefix(version) + picture, keeper::check);
                }
            }
            media.upload(joined.folder(), lease.job().prefix(version), keeper::check);
            keeper.check();
            return joined;
        }
    }
}
