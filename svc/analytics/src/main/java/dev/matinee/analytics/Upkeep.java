package dev.matinee.analytics;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done to files that are written, between two readings of Kafka: people are erased, what is too old goes, and reports
 * are summed up. Each can be broken off at any point and is done again.
 */
final class Upkeep {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());

    private final Engine engine;
    private final Warehouse warehouse;
    private final Clock clock;
    private final int days;
    private final Eraser eraser;
    private final RollUps rollUps;

    /** @param days that single reports are kept; sums of them are kept for ever */
    record Settings(int days) {}

    Upkeep(Engine engine, Warehouse warehouse, Clock clock, Settings settings) {
        this.engine = engine;
        this.warehouse = warehouse;
        this.clock = clock;
        this.days = settings.days();
        this.eraser = new Eraser(engine, warehouse);
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
     */
    void run(Lake.@Nullable Copying copying) {
        List<String> erased = eraser.run(copying == null ? Set.of() : copying.unconfirmed());
        LocalDate first = firstKept();
        forget(first);
        rollUps.refresh(first);
        if (copying == null) {
            erased.forEach(warehouse.erasures()::done);
        } else {
            copying.confirm(erased);
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
