package dev.matinee.feed;

import dev.matinee.events.Event;
import dev.matinee.events.MalformedEventException;
import dev.matinee.events.WatchProgressed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replays a recorded log through two rankers: each sees the log's first part and says what it would show; what members
 * watched in the rest tells how good that was. Beyond accuracy: how varied what one member is shown is, and how much of
 * all there is anybody is shown (the usual measures of offline evaluation; see Herlocker et al. 2004, and Ge et al. 2010).
 */
final class Replay {
    private Replay() {}

    /**
     * How one ranker did.
     *
     * @param recall of what a member watched later, how much was among the first k, the mean over members
     * @param diversity how many different channels there are among the first k, divided by their number, likewise
     * @param coverage of all there was, how much was shown to anybody
     * @param members with something to find
     */
    record Measured(Ranking ranker, double recall, double diversity, double coverage, int members) {}

    /**
     * @param part of the log's time that the rankers see, between 0 and 1
     * @param count how many things are shown: the k
     */
    static List<Measured> measure(List<Event> events, List<Ranking> rankers, double part, int count) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("the log has no events");
        }
        Instant begin = events.getFirst().time();
        Duration length = Duration.between(begin, events.getLast().time());
        Instant now = begin.plusMillis((long) (length.toMillis() * part));
        Past past = new Past(events, now);
        Map<String, Set<String>> later = later(events, past, now);
        return rankers.stream()
                .map(ranker -> measure(past, ranker, later, count))
                .toList();
    }

    /** What members watched afterwards that could have been shown to them. */
    private static Map<String, Set<String>> later(List<Event> events, Past past, Instant now) {
        Map<String, Set<String>> later = new HashMap<>();
        for (Event event : events) {
            if (event.time().isAfter(now)
                    && event.data() instanceof WatchProgressed watch
                    && past.posts().contains(watch.contentId())
                    && !past.watched(watch.userId(), watch.contentId())) {
                later.computeIfAbsent(watch.userId(), user -> new HashSet<>()).add(watch.contentId());
            }
        }
        return later;
    }

    private static Measured measure(Past past, Ranking ranker, Map<String, Set<String>> later, int count) {
        double recall = 0;
        double diversity = 0;
        Set<String> covered = new HashSet<>();
        for (Map.Entry<String, Set<String>> member : later.entrySet()) {
            List<String> shown = past.shown(ranker, member.getKey(), count);
            long found = shown.stream().filter(member.getValue()::contains).count();
            recall += (double) found / Math.min(count, member.getValue().size());
            diversity += shown.isEmpty()
                    ? 0
                    : (double) shown.stream().map(past::channel).distinct().count() / shown.size();
            covered.addAll(shown);
        }
        int members = later.size();
        return new Measured(
                ranker,
                members == 0 ? 0 : recall / members,
                members == 0 ? 0 : diversity / members,
                past.posts().isEmpty()
                        ? 0
                        : (double) covered.size() / past.posts().size(),
                members);
    }

    static String table(List<Measured> measured, int count) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%-10s  %10s  %10s  %10s  %8s",
                "ranker",
                "recall@" + count,
                "diversity",
                "coverage",
                "members"));
        for (Measured one : measured) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-10s  %10.3f  %10.3f  %10.3f  %8d",
                    one.ranker().wireName(),
                    one.recall(),
                    one.diversity(),
                    one.coverage(),
                    one.members()));
        }
        return String.join("\n", lines) + "\n";
    }

    /**
     * {@code replay FILE RANKER,RANKER COUNT PART}, as {@code ./matinee feed replay} starts it.
     *
     * @return the exit status: 0, or 2 with a sentence on standard error
     */
    static int run(List<String> arguments) {
        try {
            List<Ranking> rankers = Stream.of(arguments.get(1).split(",", -1))
                    .map(name -> Ranking.find(name)
                            .orElseThrow(() -> new IllegalArgumentException("there is no ranker " + name
                                    + "; there are home, following, trending and related")))
                    .toList();
            int count = Integer.parseInt(arguments.get(2));
            double part = Double.parseDouble(arguments.get(3));
            if (count < 1 || count > 100 || !(part > 0 && part < 1)) {
                throw new IllegalArgumentException("k is from 1 to 100 and the part seen between 0 and 1");
            }
            List<Event> events = EventLog.read(Path.of(arguments.getFirst()));
            System.out.print(table(measure(events, rankers, part, count), count));
            return 0;
        } catch (IOException e) {
            System.err.println("matinee: cannot read " + arguments.getFirst() + ": " + e);
        } catch (MalformedEventException | IllegalArgumentException | IndexOutOfBoundsException e) {
            System.err.println("matinee: " + e.getMessage());
        }
        return 2;
    }
}
