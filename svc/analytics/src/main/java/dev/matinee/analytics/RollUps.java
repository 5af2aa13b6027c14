package dev.matinee.analytics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What reports read: for each day one file of judged sessions, and one that sums them up. Both are made whole from the raw reports
 * whenever those of the day, or of its neighbours, are newer than they are; so a crash, a late report or another rule need no
 * bookkeeping, and whoever deletes them has them made again.
 */
final class RollUps {
    static final String SESSION = "session";
    /** In a question that Trino may be asked too it is to be quoted: the word is one of SQL's. */
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
    private Engine.@Nullable EngineException failed;

    RollUps(Engine engine, Warehouse warehouse) {
        this.engine = engine;
        this.warehouse = warehouse;
    }

    /**
     * Makes what is older than what it is made of; only who writes the warehouse does this. Returns the days made.
     *
     * @param firstKept day of raw reports; what needs one before it to be right stays as it is
     * @throws Engine.EngineException when a day could not be made, behind the others; it is still older, so it is tried again
     */
    Set<LocalDate> refresh(LocalDate firstKept) {
        failed = null;
        LocalDate firstWhole = firstKept.plusDays(ViewRule.REUSED_DAYS);
        Map<String, Map<LocalDate, FileTime>> known = new HashMap<>();
        Set<LocalDate> made = new TreeSet<>(sessions(known, firstWhole));
        // What is made of sessions is looked at after these are made.
        known.remove(SESSION);
        for (RollUp rollUp : RollUp.values()) {
            for (LocalDate day : days(rollUp, known)) {
                FileTime newest = FileTime.fromMillis(0);
                for (RollUp.Source source : rollUp.sources()) {
                    newest = later(newest, newest(known, source.folder(), source.first(day), source.last(day)));
                }
                boolean whole = rollUp.sources().stream()
                        .noneMatch(source -> WarehouseTable.isForgotten(source.folder())
                                && source.first(day).isBefore(firstWhole));
                if (whole && warehouse.newest(rollUp.folder(), day).compareTo(newest) < 0) {
                    FileTime time = newest;
                    attempt(day, () -> make(rollUp, day, time), made);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
        return made;
    }

    private void attempt(LocalDate day, Runnable making, Set<LocalDate> made) {
        try {
            making.run();
            made.add(day);
        } catch (Engine.EngineException e) {
            LOG.log(Level.WARNING, "{0} could not be summed up: {1}", day, e.reason());
            failed = e;
        }
    }

    /** Those that it says something of: by what it is made of first, and by all that is read for its own day only. */
    private Set<LocalDate> days(RollUp rollUp, Map<String, Map<LocalDate, FileTime>> known) {
        RollUp.Source first = rollUp.sources().getFirst();
        return rollUp.sources().stream()
                .filter(source -> source.equals(first) || source.isOfTheDay())
                .flatMap(source -> newest(known, source.folder()).keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<LocalDate> sessions(Map<String, Map<LocalDate, FileTime>> known, LocalDate firstWhole) {
        Set<LocalDate> made = new TreeSet<>();
        Set<LocalDate> raw = newest(known, WarehouseTable.PLAYBACK.folder()).keySet();
        FileTime films = newest(known, WarehouseTable.VIDEO.folder()).values().stream()
                .max(FileTime::compareTo)
                .orElse(FileTime.fromMillis(0));
        LocalDate last = raw.stream().max(LocalDate::compareTo).orElse(LocalDate.EPOCH);
        for (LocalDate day : raw) {
            if (day.isBefore(firstWhole)) {
                continue;
            }
            FileTime newest = newest(
                    known, WarehouseTable.PLAYBACK.folder(), day.minusDays(ViewRule.REUSED_DAYS), day.plusDays(1));
            // Who owns a film and how long it is was known before it was watched, but for the last days that may race.
            if (day.isAfter(last.minusDays(2))) {
                newest = later(newest, films);
            }
            if (warehouse.newest(ROLLUP, day).compareTo(newest) < 0) {
                FileTime time = newest;
                attempt(day, () -> make(day, time), made);
            }
        }
        return made;
    }

    /** When each day of a table was last written, looked up once. */
    private Map<LocalDate, FileTime> newest(Map<String, Map<LocalDate, FileTime>> known, String folder) {
        return known.computeIfAbsent(
                folder,
                table -> warehouse.days(table).stream()
                        .collect(Collectors.toMap(day -> day, day -> warehouse.newest(table, day))));
    }

    private FileTime newest(
            Map<String, Map<LocalDate, FileTime>> known, String folder, LocalDate first, LocalDate last) {
        Map<LocalDate, FileTime> days = newest(known, folder);
        return first.datesUntil(last.plusDays(1))
                .map(day -> days.getOrDefault(day, FileTime.fromMillis(0)))
                .reduce(FileTime.fromMillis(0), RollUps::later);
    }

    private static FileTime later(FileTime one, FileTime other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /**
     * Gives files of a version before the columns that were added since, so that readers need not look at every file to know what there is:
     * that was half of the time of a year's chart.
     */
    void level() {
        try (Engine.Session session = engine.open()) {
            for (String folder : folders()) {
                for (Path file : Relations.uneven(session, warehouse, folder)) {
                    Path made = warehouse.toMake("levelled.parquet");
                    FileTime time = Files.getLastModifiedTime(file);
                    session.write(
                            "SELECT * FROM read_parquet([" + Engine.quoted(warehouse.schema(folder)) + ", "
                                    + Engine.quoted(file) + "], union_by_name = true, hive_partitioning = false)",
                            made);
                    Files.setLastModifiedTime(made, time);
                    warehouse.rewrite(file, made);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("sums of an older version cannot be written anew", e);
        }
    }

    private static List<String> folders() {
        return Stream.concat(
                        Stream.of(SESSION, ROLLUP),
                        Arrays.stream(RollUp.values()).map(RollUp::folder))
                .toList();
    }

    private void make(RollUp rollUp, LocalDate day, FileTime newest) {
        Path sums = warehouse.toMake(rollUp.folder() + "-" + day + ".parquet");
        try (Engine.Session session = engine.open()) {
            for (RollUp.Source source : rollUp.sources()) {
                Relations.narrow(session, warehouse, source.folder(), source.first(day), source.last(day));
            }
            session.write(rollUp.sql(day), sums);
            Files.setLastModifiedTime(sums, newest);
        } catch (IOException e) {
            throw new UncheckedIOException("the " + rollUp.folder() + " of " + day + " cannot be made", e);
        }
        warehouse.replace(rollUp.folder(), day, sums);
    }

    /** As old as what it is made of, so that what comes while it is made makes it old. */
    private void make(LocalDate day, FileTime newest) {
        long begun = System.nanoTime();
        Path sessions = warehouse.toMake(SESSION + "-" + day + ".parquet");
        Path sums = warehouse.toMake(ROLLUP + "-" + day + ".parquet");
        try (Engine.Session session = engine.open()) {
            Relations.narrow(
                    session,
                    warehouse,
                    WarehouseTable.PLAYBACK.folder(),
                    day.minusDays(ViewRule.REUSED_DAYS),
                    day.plusDays(1));
            // By way of the file: a table of the engine's would have to fit into its memory.
            session.write("SELECT * FROM (" + sessionsOf(day) + ") ORDER BY content_id, began_at", sessions);
            session.write(sums("read_parquet(" + Engine.quoted(sessions) + ")"), sums);
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
        for (Object value : ViewRule.values(day, day)) {
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
