package dev.matinee.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

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
}
