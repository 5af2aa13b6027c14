package dev.matinee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairsTest {
    @Test
    void take_whoGoesFirst_changesWithEachPair() {
        List<String> order = new ArrayList<>();
        Pairs pairs = Pairs.take(
                3,
                () -> {
                    order.add("ours");
                    return order.size();
                },
                () -> {
                    order.add("peer");
                    return order.size();
                });
        assertThat(order).containsExactly("ours", "peer", "peer", "ours", "ours", "peer");
        assertThat(pairs.ours()).containsExactly(1.0, 4.0, 5.0);
        assertThat(pairs.peer()).containsExactly(2.0, 3.0, 6.0);
    }

    @Test
    void ratios_areTakenPairByPair() {
        // The machine was ten times slower for the second pair, which falls on both.
        Pairs pairs = new Pairs(List.of(200.0, 20.0, 400.0), List.of(100.0, 10.0, 200.0));
        assertThat(pairs.ratios()).isEqualTo(new Spread(2, 2, 2, 3));
        assertThat(pairs.differences()).isEqualTo(new Spread(100, 10, 200, 3));
    }

    @Test
    void new_unevenReadings_areRefused() {
        assertThatThrownBy(() -> new Pairs(List.of(1.0), List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
