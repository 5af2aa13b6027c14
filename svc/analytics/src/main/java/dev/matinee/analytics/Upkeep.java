package dev.matinee.analytics;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done to files that are written, between two readings of Kafka: people are erased, many files become one, what is too old goes, and reports
 * are summed up. Each can be broken off at any point and is done again.
 */
final class Upkeep {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    private final Engine engine;
    private final Warehouse warehouse;
    private final Clock clock;
    private final int days;
    private final Eraser eraser;
    private final Compactor compactor;
    private final RollUps rollUps;

    /** @param days that single reports are kept; sums of them are kept for ever */
    record Settings(int days, Compactor.Settings compaction) {}

    Upkeep(Engine engine, Warehouse warehouse, Clock clock, Settings settings) {
        this.engine = engine;
        this.warehouse = warehouse;
        this.clock = clock;
        this.days = settings.days();
        this.eraser = new Eraser(engine, warehouse);
        this.compactor = new Compactor(engine, warehouse, clock, settings.compaction());
        this.rollUps = new RollUps(engine, warehouse);
    }

    /** What whoever begins to write does first. */
    void begin() {
        warehouse.recover();
        rollUps.level();
        Relations.define(engine, warehouse);
        engine.keepFooters();
    }

    /**
     * Does what is due. Who is erased is called so when nothing knows of them any more, S3 included.
     *
     * @param copying to S3, if anything is
     * @param caughtUp whether all is written that Kafka had when it was begun to be read: of films that are read behind their reports,
     *     as when the warehouse is made anew, sums would not know whose they are
     */
    void run(Lake.@Nullable Copying copying, boolean caughtUp) {
        // What others took the place of the last time: nobody reads it any more, and whoever is erased below is in none
        // of it.
        warehouse.tidy();
        List<String> erased = eraser.run(copying == null ? Set.of() : copying.unconfirmed());
        LocalDate first = firstKept();
        forget(first);
        compactor.run();
        if (copying == null) {
            erased.forEach(warehouse.erasures()::done);
        } else {
            copying.confirm(erased);
        }
        // Last: a day that cannot be summed up holds up nothing else.
        if (caughtUp) {
            rollUps.refresh(first);
        }
    }

    /** The first day of which single reports are kept; what comes of one before is not written. */
    LocalDate firstKept() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(days);
    }

    private void forget(LocalDate first) {
        for (String folder : warehouse.tables()) {
            if (WarehouseTable.isForgotten(folder)) {
                forget(folder, first);
            }
        }
    }

    private void forget(String folder, LocalDate first) {
        for (LocalDate day : warehouse.days(folder)) {
            if (day.isBefore(first)) {
                warehouse.drop(folder, day);
                LOG.log(Level.INFO, "{0} of {1} is not kept longer", folder, day);
            }
        }
    }
}
