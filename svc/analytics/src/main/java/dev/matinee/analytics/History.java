package dev.matinee.analytics;

import dev.matinee.events.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A made-up history as the collector would have taken it: more in the evening and at weekends, a little more each week, few films
 * watched by many, people who come and leave. The same plan gives the same events with the same ids, so sent again they count once;
 * and each is one by the collector's own rules, since it is made by them.
 */
final class History {
    /** How busy each hour of a day is, UTC. */
    private static final double[] HOURS = {
        2.1, 1.3, 0.9, 0.7, 0.7, 0.9, 1.5, 2.3, 2.9, 3.2, 3.5, 3.9, 4.4, 4.2, 4.0, 4.3, 5.0, 6.2, 7.6, 8.6, 8.8, 7.4,
        5.3, 3.5
    };
    /** Monday first. */
    private static final double[] WEEKDAYS = {0.90, 0.88, 0.92, 0.97, 1.08, 1.28, 1.24};

    private static final double GROWTH = 0.003;
    private static final List<String> SOURCES =
            List.of("home", "home", "home", "home", "search", "search", "related", "following", "trending", "external");
    private static final List<String> REFERRERS =
            List.of("news.example", "forum.example", "mail.example", "chat.example");
    private static final List<String> TERMS = List.of(
            "how to",
            "live",
            "music",
            "trailer",
            "cooking",
            "rabbit",
            "mountains",
            "football",
            "java",
            "guitar",
            "travel",
            "bread",
            "space",
            "chess",
            "garden");
    /** Nothing is found for these. */
    private static final List<String> VAIN = List.of("zxcv", "full movie free", "rabit", "cannal");

    private static final Duration RECEIVED = Duration.ofMillis(300);

    private final Plan plan;
    private final HistoryFilms films;
    private final HistoryAudience audience;
    private final Random random;
    private long told;

    /**
     * @param first day, UTC
     * @param events how many there are to be, exactly
     * @param films of the platform's own, with their lengths
     * @param filmCount how many there are to be in all, the rest being made up
     */
    record Plan(LocalDate first, int days, long events, long seed, List<HistoryFilms.Film> films, int filmCount) {
        /** Of all that makes it this history and no other, so that no two have ids in common which say different things. */
        private long mixed() {
            StringBuilder all = new StringBuilder()
                    .append(first)
                    .append('/')
                    .append(days)
                    .append('/')
                    .append(events)
                    .append('/')
                    .append(seed)
                    .append('/')
                    .append(filmCount);
            films.forEach(film -> all.append('/').append(film.id()).append('=').append(film.durationMs()));
            return UUID.nameUUIDFromBytes(all.toString().getBytes(StandardCharsets.US_ASCII))
                    .getMostSignificantBits();
        }
    }

    History(Plan plan) {
        this.plan = plan;
        long seed = plan.mixed();
        this.random = new Random(seed);
        this.films = HistoryFilms.of(plan.films(), plan.filmCount(), plan.days(), random);
        // A visit is some forty events, and who is a member comes every third day or so.
        this.audience = new HistoryAudience(seed, (int) (1 + plan.events() / plan.days() / 1_500));
    }

    /** Tells it all, hour by hour; nothing is kept. */
    void tell(Consumer<Event> listener) {
        double[] upTo = upTo();
        Instant begin = plan.first().atStartOfDay(ZoneOffset.UTC).toInstant();
        for (int hour = 0; hour < upTo.length; hour++) {
            long before = told;
            long due = Math.round(plan.events() * upTo[hour] / upTo[upTo.length - 1]);
            while (told < due) {
                // As much of the hour has gone as of its events is told.
                visit(hour / HOURS.length, begin.plusMillis((told - before) * 3_600_000L / (due - before)), listener);
            }
            begin = begin.plus(Duration.ofHours(1));
        }
    }

    private double[] upTo() {
        double[] upTo = new double[plan.days() * HOURS.length];
        double sum = 0;
        for (int day = 0; day < plan.days(); day++) {
            int weekday = plan.first().plusDays(day).getDayOfWeek().getValue() - 1;
            double much = WEEKDAYS[weekday] * (1 + GROWTH * day) * Math.exp(0.06 * random.nextGaussian());
            for (int hour = 0; hour < HOURS.length; hour++) {
                sum += much * HOURS[hour];
                upTo[day * HOURS.length + hour] = sum;
            }
        }
        return upTo;
    }

    /** Somebody comes, looks at what there is, watches something and then perhaps something else. */
    private void visit(int day, Instant at, Consumer<Event> listener) {
        Sender sender = audience.pick(day, random);
        Instant now = at;
        String source = SOURCES.get(random.nextInt(SOURCES.size()));
        if (sender.viewer().startsWith("m") && random.nextDouble() < 0.04) {
            tell(page("opened", "notifications", now, null, null, null, null, null, uuid()), sender, listener);
            now = now.plusSeconds(2);
        }
        do {
            HistoryFilms.Film film = films.pick(day, random);
            boolean clicks = source.equals("external") || random.nextDouble() < 0.85;
            now = find(film, source, clicks, day, now, sender, listener);
            if (!clicks) {
                return;
            }
            HistorySession session = new HistorySession(
                    film,
                    sender.client().device(),
                    source,
                    source.equals("external") ? REFERRERS.get(random.nextInt(REFERRERS.size())) : null,
                    now,
                    random);
            session.reports().forEach(report -> tell(report, sender, listener));
            now = session.end().plusSeconds(1 + random.nextInt(20));
            source = "related";
        } while (random.nextDouble() < 0.35);
    }

    private Instant find(
            HistoryFilms.Film film,
            String source,
            boolean clicks,
            int day,
            Instant at,
            Sender sender,
            Consumer<Event> listener) {
        if (source.equals("external")) {
            tell(page("viewed", "watch", at, film.id(), null, null, null, null, null), sender, listener);
            return at.plusMillis(400);
        }
        String page = source.equals("related") ? "watch" : source;
        tell(page("viewed", page, at, null, null, null, null, null, null), sender, listener);
        Instant now = at.plusMillis(700);
        if (source.equals("search")) {
            if (random.nextDouble() < 0.12) {
                String vain = VAIN.get(random.nextInt(VAIN.size()));
                tell(page("searched", page, now, null, null, null, vain, 0, null), sender, listener);
                now = now.plusSeconds(5);
            }
            String term = TERMS.get((int) (TERMS.size() * Math.pow(random.nextDouble(), 2)));
            tell(page("searched", page, now, null, null, null, term, 1 + random.nextInt(400), null), sender, listener);
            now = now.plusSeconds(1);
        }
        int shown = 3 + random.nextInt(4);
        int chosen = 1 + (int) (shown * Math.pow(random.nextDouble(), 1.6));
        for (int rank = 1; rank <= shown; rank++) {
            String video = clicks && rank == chosen
                    ? film.id()
                    : films.pick(day, random).id();
            tell(page("shown", page, now, video, source, rank, null, null, null), sender, listener);
            now = now.plusMillis(900);
        }
        if (clicks) {
            tell(page("clicked", page, now, film.id(), source, chosen, null, null, null), sender, listener);
        }
        return now.plusMillis(300);
    }

    private PageReport page(
            String kind,
            String page,
            Instant at,
            @Nullable String content,
            @Nullable String place,
            @Nullable Integer rank,
            @Nullable String term,
            @Nullable Integer results,
            @Nullable String notification) {
        return new PageReport("page", uuid(), at, kind, page, content, place, rank, term, results, notification);
    }

    private String uuid() {
        return HistorySession.uuid(random).toString();
    }

    private void tell(Report report, Sender sender, Consumer<Event> listener) {
        if (told == plan.events()) {
            return;
        }
        told++;
        listener.accept(new Event(
                UUID.fromString(report.id()),
                report.eventType(),
                "/" + AnalyticsConfig.NAME,
                report.time(),
                report.data(sender, report.time().plus(RECEIVED))));
    }
}
