package dev.matinee.analytics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One made-up playback session, told as a player tells it: every ten seconds, until the viewer has had enough. */
final class HistorySession {
    private static final int EVERY_MS = 10_000;
    /** Longer sessions are cut here, as one who falls asleep: a history is to have many viewers rather than long ones. */
    private static final int MOST_REPORTS = 90;

    private static final List<String> ERRORS = List.of("network", "decode", "forbidden", "manifest");
    private static final int[] RUNGS = {240, 360, 480, 720, 1080};

    private final HistoryFilms.Film film;
    private final String device;
    private final String source;
    private final @Nullable String referrer;
    private final Random random;
    private final UUID session;
    private final int rung;
    private final List<Report> said = new ArrayList<>();
    private Instant now;

    HistorySession(
            HistoryFilms.Film film,
            String device,
            String source,
            @Nullable String referrer,
            Instant begin,
            Random random) {
        this.film = film;
        this.device = device;
        this.source = source;
        this.referrer = referrer;
        this.random = random;
        this.now = begin;
        this.session = uuid(random);
        this.rung = rung();
    }

    /** All of its reports, in order. */
    List<Report> reports() {
        say("started", 0, 0, null, null, null);
        double network = random.nextDouble();
        long startup = (long) (350 * Math.exp(0.6 * random.nextGaussian()) * (network < 0.1 ? 5 : 1));
        if (random.nextDouble() < 0.012) {
            later(startup);
            say("failed", 0, 0, null, null, ERRORS.get(random.nextInt(ERRORS.size())));
            return said;
        }
        if (random.nextDouble() < Math.min(0.5, startup / 40_000.0)) {
            // Gone before there was anything to see.
            return said;
        }
        later(startup);
        say("playing", 0, 0, Math.min(startup, 600_000), null, null);
        watch(network);
        return said;
    }

    Instant end() {
        return now;
    }

    private void watch(double network) {
        long left = Math.min((long) (film.durationMs() * part()), (long) MOST_REPORTS * EVERY_MS);
        long position = 0;
        while (left > 0) {
            long stretch = Math.min(left, EVERY_MS);
            left -= stretch;
            later(stretch);
            position += stretch;
            if (random.nextDouble() < (network < 0.1 ? 0.12 : 0.004)) {
                long stalled = (long) (900 * Math.exp(0.8 * random.nextGaussian()));
                later(stalled);
                say("stalled", position, stretch, null, Math.min(stalled, 60_000), null);
            } else {
                say(left > 0 ? "progressed" : "ended", position, stretch, null, null, null);
            }
        }
    }

    /** How much of a film is watched: many leave at once, some in between, and some stay to the end. */
    private double part() {
        double kind = random.nextDouble();
        if (kind < 0.30) {
            return Math.min(1, -0.06 * Math.log(1 - random.nextDouble()));
        }
        return kind < 0.62 ? 0.1 + 0.85 * random.nextDouble() : 1;
    }

    private int rung() {
        int best = switch (device) {
            case "tv" -> 4;
            case "desktop" -> 3 + random.nextInt(2);
            case "tablet" -> 3;
            default -> 1 + random.nextInt(3);
        };
        return RUNGS[Math.max(0, best - (random.nextDouble() < 0.15 ? 1 : 0))];
    }

    private int playerHeight() {
        return switch (device) {
            case "tv" -> 2160;
            case "desktop" -> 900;
            case "tablet" -> 1200;
            default -> 640;
        };
    }

    private void later(long millis) {
        now = now.plusMillis(millis);
    }

    private void say(
            String kind,
            long position,
            long watched,
            @Nullable Long startup,
            @Nullable Long stalled,
            @Nullable String error) {
        boolean played = watched > 0;
        said.add(new PlaybackReport(
                "playback",
                uuid(random).toString(),
                now,
                session.toString(),
                film.id(),
                kind,
                position,
                played ? position - watched : null,
                played ? position : null,
                played ? watched : null,
                startup,
                stalled,
                error,
                kind.equals("started") ? null : rung,
                kind.equals("started") ? null : playerHeight(),
                source,
                referrer));
    }

    /** A UUID of chance, of this history's. */
    static UUID uuid(Random random) {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L);
    }
}
