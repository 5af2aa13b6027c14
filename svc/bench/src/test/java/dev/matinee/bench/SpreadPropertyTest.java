package dev.matinee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class SpreadPropertyTest {
    @Property
    void of_anyReadings_halfAreOnEachSideOfTheMedian(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1e9) Double> readings) {
        Spread spread = Spread.of(readings);
        long below = readings.stream().filter(it -> it < spread.median()).count();
        long above = readings.stream().filter(it -> it > spread.median()).count();
        assertThat(Math.max(below, above) * 2).isLessThanOrEqualTo(readings.size());
        assertThat(spread.least()).isEqualTo(Collections.min(readings));
        assertThat(spread.most()).isEqualTo(Collections.max(readings));
        assertThat(spread.count()).isEqualTo(readings.size());
    }

    @Property
    void of_anyOrder_isTheSame(
            @ForAll @Size(min = 1, max = 30) List<@DoubleRange(min = 0, max = 1e9) Double> readings,
            @ForAll long seed) {
        List<Double> mixed = new ArrayList<>(readings);
        Collections.shuffle(mixed, new Random(seed));
        assertThat(Spread.of(mixed)).isEqualTo(Spread.of(readings));
    }

    @Example
    void of_evenCount_isTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 10.0)).median()).isEqualTo(3.5);
    }

    @Example
    void of_nothing_isRefused() {
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void percentile_nearestRank() {
        List<Double> hundred = new ArrayList<>();
        for (int number = 100; number >= 1; number--) {
            hundred.add((double) number);
        }
        assertThat(Spread.percentile(hundred, 0.99)).isEqualTo(99);
        assertThat(Spread.percentile(hundred, 1)).isEqualTo(100);
        assertThat(Spread.percentile(List.of(7.0), 0.99)).isEqualTo(7);
        assertThatThrownBy(() -> Spread.percentile(hundred, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void ratioText_isRounded() {
        assertThat(new Spread(0.914, 0.866, 0.951, 7).ratioText()).isEqualTo("0.91× [0.87–0.95]");
    }
}
