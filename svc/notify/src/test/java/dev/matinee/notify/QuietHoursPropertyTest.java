package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Quiet hours and digests by the clocks of the world, with all that summer time does to them. */
class QuietHoursPropertyTest {
    @Provide
    Arbitrary<ZoneId> zones() {
        return Arbitraries.of(
                        "UTC",
                        "Europe/Berlin",
                        "America/New_York",
                        "America/St_Johns",
                        "Australia/Lord_Howe",
                        "Asia/Kathmandu",
                        "Pacific/Apia",
                        "Pacific/Chatham",
                        "Africa/Casablanca",
                        "Asia/Kolkata")
                .map(ZoneId::of);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("2011-12-25T00:00:00Z").getEpochSecond(),
                        Instant.parse("2030-01-01T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    @Provide
    Arbitrary<LocalTime> times() {
        return Arbitraries.integers().between(0, 24 * 60 - 1).map(minute -> LocalTime.ofSecondOfDay(minute * 60L));
    }

    @Property(tries = 5_000)
    void after_isNeverQuiet_neverEarlier_andAtOnceWhenItIsNot(
            @ForAll("times") LocalTime from,
            @ForAll("times") LocalTime to,
            @ForAll("instants") Instant now,
            @ForAll("zones") ZoneId zone) {
        Assume.that(!from.equals(to));
        QuietHours quiet = new QuietHours(from, to);
        Instant then = quiet.after(now, zone);

        assertThat(quiet.contain(then.atZone(zone).toLocalTime())).isFalse();
        assertThat(then).isAfterOrEqualTo(now);
        // A day and what clocks may be put back; Apia once left out a whole day, which makes none longer.
        assertThat(Duration.between(now, then)).isLessThanOrEqualTo(Duration.ofHours(26));
        if (!quiet.contain(now.atZone(zone).toLocalTime())) {
            assertThat(then).isEqualTo(now);
        }
    }

    @Property(tries = 2_000)
    void digest_comesAtEight_withinItsDays(@ForAll("instants") Instant now, @ForAll("zones") ZoneId zone) {
        Instant daily = Digest.DAILY.next(now, zone).orElseThrow();
        Instant weekly = Digest.WEEKLY.next(now, zone).orElseThrow();
        assertThat(daily).isAfter(now).isBeforeOrEqualTo(now.plus(Duration.ofHours(50)));
        assertThat(weekly).isAfterOrEqualTo(daily).isBeforeOrEqualTo(now.plus(Duration.ofDays(9)));
        assertThat(daily.atZone(zone).getHour()).isEqualTo(8);
        assertThat(weekly.atZone(zone).getHour()).isEqualTo(8);
        assertThat(Digest.OFF.next(now, zone)).isEqualTo(Optional.empty());
    }

    @Example
    void summerTime_isTheWallsNotTheWorlds() {
        QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        assertThat(night.after(Instant.parse("2026-03-28T23:00:00Z"), berlin))
                .isEqualTo(Instant.parse("2026-03-29T05:00:00Z"));
        assertThat(night.after(Instant.parse("2026-10-24T22:00:00Z"), berlin))
                .isEqualTo(Instant.parse("2026-10-25T06:00:00Z"));
    }

    @Example
    void end_thatClocksLeaveOut_isTheFirstThatIsThere() {
        QuietHours night = new QuietHours(LocalTime.of(22, 0), LocalTime.of(2, 30));
        assertThat(night.after(Instant.parse("2026-03-29T00:30:00Z"), ZoneId.of("Europe/Berlin")))
                .isEqualTo(Instant.parse("2026-03-29T01:30:00Z"));
    }
}
