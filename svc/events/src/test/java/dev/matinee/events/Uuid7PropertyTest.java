package dev.matinee.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class Uuid7PropertyTest {
    @Property
    void at_sortsByTimeAndSaysItsVersion(
            @ForAll @LongRange(min = 0, max = 1L << 46) long earlier,
            @ForAll @LongRange(min = 1, max = 1L << 40) long gap) {
        UUID first = Uuid7.at(Instant.ofEpochMilli(earlier));
        UUID second = Uuid7.at(Instant.ofEpochMilli(earlier + gap));

        assertThat(first.toString()).isLessThan(second.toString());
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(earlier);
    }

    @Test
    void next_manyAtOnce_sortAsTheyWereMade() {
        List<String> made =
                Stream.generate(Uuid7::next).limit(100_000).map(UUID::toString).toList();

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void next_isNow() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        UUID id = Uuid7.next();

        assertThat(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)).isAfterOrEqualTo(before);
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }
}
