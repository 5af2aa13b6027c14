package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class StartGraphPropertyTest {
    /** Each part may need earlier ones only, so there is no circle. */
    @Provide
    Arbitrary<StartGraph> graphs() {
        return Arbitraries.randomValue(random -> {
            var needs = new TreeMap<String, Set<String>>();
            var parts = 1 + random.nextInt(12);
            for (var i = 0; i < parts; i++) {
                var others = new TreeSet<String>();
                for (var j = 0; j < i; j++) {
                    if (random.nextInt(3) == 0) {
                        others.add("part" + j);
                    }
                }
                needs.put("part" + i, others);
            }
            return new StartGraph(needs);
        });
    }

    @Property(tries = 200)
    void waves_haveEveryPartOnceAfterWhatItNeeds(@ForAll("graphs") StartGraph graph) {
        var before = new TreeSet<String>();
        for (var wave : graph.waves()) {
            for (var part : wave) {
                assertThat(before)
                        .containsAll(graph.needs().getOrDefault(part, Set.of()))
                        .doesNotContain(part);
            }
            before.addAll(wave);
        }
        assertThat(before).isEqualTo(graph.needs().keySet());
    }

    @Property(tries = 100)
    void reversed_twiceIsTheSame(@ForAll("graphs") StartGraph graph) {
        assertThat(graph.reversed().reversed()).isEqualTo(graph);
    }

    @Property(tries = 50)
    void run_beginsAPartOnlyWhenWhatItNeedsIsDone(@ForAll("graphs") StartGraph graph) {
        var done = new ConcurrentSkipListSet<String>();
        var early = new ConcurrentSkipListSet<String>();
        GraphRun.run(graph, part -> {
            if (!done.containsAll(graph.needs().getOrDefault(part, Set.of()))) {
                early.add(part);
            }
            done.add(part);
        });
        assertThat(early).isEmpty();
        assertThat(done).isEqualTo(graph.needs().keySet());
    }

    @Property(tries = 50)
    void run_failedPart_keepsBackAllThatNeedIt(
            @ForAll("graphs") StartGraph graph, @ForAll @IntRange(max = 11) int which) {
        var failing = new ArrayList<>(graph.needs().keySet())
                .get(which % graph.needs().size());
        var begun = new ConcurrentSkipListSet<String>();
        assertThatThrownBy(() -> GraphRun.run(graph, part -> {
                    begun.add(part);
                    if (part.equals(failing)) {
                        throw CliError.unhealthy(part);
                    }
                }))
                .isInstanceOf(CliError.class)
                .hasMessage(failing);
        graph.needs().forEach((part, others) -> {
            if (others.contains(failing)) {
                assertThat(begun).doesNotContain(part);
            }
        });
    }

    @Example
    void waves_circle_isNamed() {
        var graph = StartGraph.of(Map.of("a", "b", "b", "c", "c", "a", "d", ""));
        assertThatThrownBy(graph::waves).isInstanceOf(CliError.class).hasMessageContaining("a, b, c");
    }

    @Example
    void of_unknownPart_isRefused() {
        assertThatThrownBy(() -> StartGraph.of(Map.of("catalog", "postgresql")))
                .isInstanceOf(CliError.class)
                .hasMessage("catalog needs postgresql, which is not a part");
    }

    @Example
    void of_spacesAndEmptyWords_areNoParts() {
        var graph = StartGraph.of(Map.of("a", " b , ,c", "b", "", "c", " "));
        assertThat(graph.waves()).isEqualTo(List.of(Set.of("b", "c"), Set.of("a")));
    }
}
