package dev.matinee.analytics;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the warehouse says about the views of one video, straight from the raw reports. */
final class AuditStore {
    private final Engine engine;

    AuditStore(Engine engine) {
        this.engine = engine;
    }

    /**
     * How the sessions of a video were judged.
     *
     * @param sessions all of them
     * @param counted how many are views
     * @param dropped how many are not, by reason; all reasons are named
     */
    record Verdicts(long sessions, long counted, Map<String, Long> dropped) {}

    private record Count(String verdict, long sessions) {}

    Verdicts verdicts(String video, LocalDate first, LocalDate last) {
        List<Count> counts;
        try (Engine.Session session = engine.open()) {
            counts = session.ask(
                    "SELECT verdict, COUNT(*) FROM (" + ViewRule.sessions("content_id = ?")
                            + ") AS judged GROUP BY verdict",
                    row -> new Count(row.getString(1), row.getLong(2)),
                    ViewRule.values(first, last, video).toArray());
        }
        Map<String, Long> dropped = new TreeMap<>();
        ViewRule.DROPPED.forEach(reason -> dropped.put(reason, 0L));
        long counted = 0;
        long sessions = 0;
        for (Count count : counts) {
            sessions += count.sessions();
            if (count.verdict().equals(ViewRule.COUNTED)) {
                counted = count.sessions();
            } else {
                dropped.put(count.verdict(), count.sessions());
            }
        }
        return new Verdicts(sessions, counted, dropped);
    }
}
