package dev.matinee.search;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ids that must not be shown although the index may still have them: said by the event itself, at once, and believed by
 * every query until the index has followed. Of two marks of one id the later revision's holds, so their order does not
 * matter. All instances share them through Redis and each keeps a copy, so neither a flush nor an outage loses any.
 */
final class Marks {
    /** How many a query leaves out; beyond, the oldest are left to the index. */
    static final int MAX = 5_000;

    private static final String KEY = "search:marks";
    private static final String TOPIC = "search:marks:changed";
    /** Longer than any snapshot of the index is asked for after the index has followed. */
    private static final Duration AFTER_INDEXED = Duration.ofMinutes(2);
    /** For a mark that nobody confirms; the event is delivered again before that. */
    private static final Duration UNCONFIRMED = Duration.ofHours(24);

    private final RedisLink redis;
    private final Clock clock;
    private final Map<String, Mark> marks = new ConcurrentHashMap<>();

    Marks(RedisLink redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
        redis.listen(TOPIC, text -> {
            int space = text.indexOf(' ');
            Mark.parse(text.substring(space + 1)).ifPresent(mark -> take(text.substring(0, space), mark));
        });
        redis.everySecond(this::share);
    }

    /**
     * One id's mark.
     *
     * @param revision of the state that said it
     * @param hidden or shown again
     * @param until when it is forgotten
     */
    record Mark(long revision, boolean hidden, Instant until) {
        /** The later revision's; of the same revision the one given. */
        Mark or(Mark other) {
            return other.revision >= revision ? other : this;
        }

        @Override
        public String toString() {
            return "%019d %s %d".formatted(revision, hidden ? "hidden" : "shown", until.toEpochMilli());
        }

        static Optional<Mark> parse(String text) {
            String[] parts = text.split(" ", -1);
            if (parts.length != 3 || !parts[0].matches("[0-9]{19}") || !parts[2].matches("[0-9]{1,15}")) {
                return Optional.empty();
            }
            return Optional.of(new Mark(
                    Long.parseLong(parts[0]),
                    parts[1].equals("hidden"),
                    Instant.ofEpochMilli(Long.parseLong(parts[2]))));
        }
    }

    /** Shows it no more, from the next query on. */
    void hide(String id, long revision) {
        put(id, new Mark(revision, true, clock.instant().plus(UNCONFIRMED)));
    }

    /** Takes an earlier mark back, when there is one. */
    void show(String id, long revision) {
        Mark known = marks.get(id);
        if (known != null && known.hidden() && known.revision() < revision) {
            put(id, new Mark(revision, false, clock.instant().plus(AFTER_INDEXED)));
        }
    }

    /** The index has it no more, for queries that begin now. */
    void indexed(String id) {
        Mark known = marks.get(id);
        if (known != null && known.hidden()) {
            put(id, new Mark(known.revision(), true, clock.instant().plus(AFTER_INDEXED)));
        }
    }

    boolean hides(String id) {
        Mark mark = marks.get(id);
        return mark != null && mark.hidden() && mark.until().isAfter(clock.instant());
    }

    /** What a query has to leave out, the last marked first. */
    List<String> hidden() {
        if (marks.isEmpty()) {
            return List.of();
        }
        Instant now = clock.instant();
        return marks.entrySet().stream()
                .filter(mark ->
                        mark.getValue().hidden() && mark.getValue().until().isAfter(now))
                .sorted(Map.Entry.<String, Mark>comparingByValue(
                                (a, b) -> b.until().compareTo(a.until()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void put(String id, Mark mark) {
        take(id, mark);
        redis.merge(KEY, id, mark.toString());
        redis.say(TOPIC, id + " " + mark);
    }

    private void take(String id, Mark mark) {
        marks.merge(id, mark, Mark::or);
    }

    private void share() {
        Instant now = clock.instant();
        marks.values().removeIf(mark -> mark.until().isBefore(now));
        redis.fields(KEY).ifPresent(shared -> {
            shared.forEach((id, text) ->
                    Mark.parse(text).filter(mark -> mark.until().isAfter(now)).ifPresent(mark -> take(id, mark)));
            // Redis may have been away when it was said, so it may be missing there or older.
            marks.forEach((id, mark) -> {
                long held = Optional.ofNullable(shared.get(id))
                        .flatMap(Mark::parse)
                        .filter(theirs -> theirs.until().isAfter(now))
                        .map(Mark::revision)
                        .orElse(-1L);
                if (held < mark.revision()) {
                    redis.merge(KEY, id, mark.toString());
                }
            });
            redis.removeFields(
                    KEY,
                    shared.entrySet().stream()
                            .filter(field -> !marks.containsKey(field.getKey())
                                    && Mark.parse(field.getValue())
                                            .map(mark -> mark.until().isBefore(now))
                                            .orElse(true))
                            .map(Map.Entry::getKey)
                            .toList());
        });
    }
}
