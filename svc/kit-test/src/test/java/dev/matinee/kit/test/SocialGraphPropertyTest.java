package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The made graph is the one that was described. */
class SocialGraphPropertyTest {
    @Property(tries = 100)
    void followers_areDifferentMembers_asManyAsSaid(
            @ForAll @IntRange(min = 1, max = 3_000) int members,
            @ForAll @IntRange(min = 0, max = 50) int channel,
            @ForAll long seed) {
        SocialGraph graph = new SocialGraph(members, 51, members, 2, 1, seed);
        int[] followers = graph.followers(channel).toArray();
        assertThat(followers).hasSize(graph.followersOf(channel)).doesNotHaveDuplicates();
        assertThat(graph.followers(channel).boxed()).allMatch(member -> member >= 0 && member < members);
        assertThat(graph.followers(channel).toArray()).isEqualTo(followers);
    }

    @Test
    void realistic_fewHaveMost() {
        SocialGraph graph = SocialGraph.realistic();
        long all = IntStream.range(0, graph.channels())
                .mapToLong(graph::followersOf)
                .sum();
        long ofTheTop = IntStream.range(0, graph.channels() / 100)
                .mapToLong(graph::followersOf)
                .sum();
        assertThat(IntStream.range(0, 3).map(graph::followersOf)).containsOnly(50_000);
        assertThat(graph.followersOf(3)).isEqualTo(25_000);
        assertThat((double) ofTheTop / all).isGreaterThan(0.5);
    }
}
