package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;

/**
 * What reports read: for each day one file of judged sessions, and one that sums them up. Both are made whole from the raw reports
 * whenever those of the day, or of its neighbours, are newer than they are; so a crash, a late report or another rule need no
 * bookkeeping, and whoever deletes them has them made again.
 */
final class RollUps {
    static final String SESSION = "session";
    static final String ROLLUP = "rollup";

    static final String SCORE_WORDS =
            "0 for one that failed or ended before the first picture, else 40 for a first picture within"
                    + " 400 ms, less up to none at 8 s; 40 less 4 for each percent of the time stalled; 20 less 1 for each 5 percent"
                    + " that the player was larger than the picture";

    private static final System.Logger LOG = System.getLogger(RollUps.class.getName());
    private static final String SCORE = """
        CASE WHEN failed OR NOT played THEN 0.0 ELSE
          GREATEST(0.0, 40.0 - 40.0 * GREATEST(0, COALESCE(startup_ms, 400) - 400) / 7600.0)
          + GREATEST(0.0, 40.0 - 400.0 * COALESCE(stalled_ms * 1.0 / NULLIF(stalled_ms + watched_ms, 0), 0))
          + GREATEST(0.0, 20.0 - 20.0 * COALESCE(upscale, 0)) END
        """;

    private final Engine engine;
    private final Warehouse warehouse;

    RollUps(Engine engine, Warehouse warehouse) {
        this.engine = engine;
        this.warehouse = warehouse;
    }

    /** Makes what is older than what it is made of; only who writes the warehouse does this. Returns the days made. */
    Set<LocalDate> refresh() {
        Set<LocalDate> raw = warehouse.days(WarehouseTable.PLAYBACK.folder());
        Set<LocalDate> made = new TreeSet<>();
        FileTime films = warehouse.newest(WarehouseTable.VIDEO.folder());
        LocalDate last = raw.isEmpty()
                ? LocalDate.EPOCH
                : raw.stream().max(LocalDate::compareTo).orElseThrow();
        for (LocalDate day : raw) {
            FileTime newest = newest(day);
            // Who owns a film and how long it is was known before it was watched, but for the last days that may race.
            if (day.isAfter(last.minusDays(2)) && films.compareTo(newest) > 0) {
                newest = films;
            }
            if (warehouse.newest(ROLLUP, day).compareTo(newest) < 0) {
                make(day, newest);
                made.add(day);
            }
        }
        return made;
    }

    private FileTime newest(LocalDate day) {
        FileTime newest = warehouse.newest(WarehouseTable.PLAYBACK.folder(), day);
        for (LocalDate beside : new LocalDate[] {day.minusDays(1), day.plusDays(1)}) {
            FileTime time = warehouse.newest(WarehouseTable.PLAYBACK.folder(), beside);
            newest = time.compareTo(newest) > 0 ? time : newest;
        }
        return newest;
    }

    /** As old as what it is made of, so that what comes while it is made makes it old. */
    private void make(LocalDate day, FileTime newest) {
        long begun = System.nanoTime();
        Path sessions = warehouse.toMake(SESSION + "-" + day + ".parquet");
        Path sums = warehouse.toMake(ROLLUP + "-" + day + ".parquet");
        try (Engine.Session session = engine.open()) {
            session.run("CREATE OR REPLACE TEMP TABLE judged AS " + sessionsOf(day));
            session.write("SELECT * FROM judged ORDER BY content_id, began_at", sessions);
            session.write(sums("judged"), sums);
            session.run("DROP TABLE judged");
            Files.setLastModifiedTime(sums, newest);
        } catch (IOException e) {
            throw new UncheckedIOException("the roll-up of " + day + " cannot be made", e);
        }
        warehouse.replace(SESSION, day, sessions);
        warehouse.replace(ROLLUP, day, sums);
        LOG.log(Level.DEBUG, "rolled up {0} in {1} ms", day, (System.nanoTime() - begun) / 1_000_000);
    }

    /** The question for the sessions that began on a day, whole in itself. */
    static String sessionsOf(LocalDate day) {
        String sql = ViewRule.sessions("TRUE");
        for (LocalDate value : new LocalDate[] {day.minusDays(1), day.plusDays(1), day, day}) {
            sql = sql.replaceFirst("\\?", "DATE '" + value + "'");
        }
        return sql;
    }

    /** One row for each combination that occurred. */
    static String sums(String sessions) {
        return """
            SELECT content_id, channel_id, source, referrer, device, os, browser, country, rung,
              audience,
              SUM(CASE WHEN verdict = 'counted' THEN 1 ELSE 0 END) AS views,
              COUNT(*) AS sessions,
              SUM(CASE WHEN verdict = 'counted' THEN watched_ms ELSE 0 END) AS view_watched_ms,
              SUM(watched_ms) AS watched_ms, SUM(COALESCE(startup_ms, 0)) AS startup_ms, COUNT(startup_ms) AS startups,
              SUM(stalled_ms) AS stalled_ms, SUM(stalls) AS stalls,
              SUM(CASE WHEN failed THEN 1 ELSE 0 END) AS failures,
              SUM(CASE WHEN NOT played AND NOT failed THEN 1 ELSE 0 END) AS exits,
              SUM(COALESCE(upscale, 0)) AS upscale, COUNT(upscale) AS upscales, SUM(%s) AS score
            FROM (SELECT *, CASE WHEN viewer LIKE 'm%%' THEN 'member' ELSE 'visitor' END AS audience FROM %s
              WHERE verdict NOT IN ('bot', 'expired')) AS counted
            GROUP BY content_id, channel_id, source, referrer, device, os, browser, country, rung, audience
            """.formatted(SCORE, sessions);
    }
}
