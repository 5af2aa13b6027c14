package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.upload.ConcatenationPlan.PlannedPart;
import dev.matinee.upload.ConcatenationPlan.Range;
import dev.matinee.upload.ConcatenationPlan.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConcatenationPlanPropertyTest {
    @Property
    void plan_isEveryByteOnceInOrder(@ForAll("sizes") List<Long> sizes) {
        List<Source> sources = sources(sizes);
        List<Range> ranges = ConcatenationPlan.of(sources).stream()
                .flatMap(part -> part.ranges().stream())
                .toList();
        List<Range> joined = new ArrayList<>();
        for (Range range : ranges) {
            assertThat(range.sizeBytes()).isPositive();
            if (!joined.isEmpty() && joined.getLast().upload().equals(range.upload())) {
                Range last = joined.removeLast();
                assertThat(range.from()).isEqualTo(last.to());
                joined.add(new Range(range.upload(), last.from(), range.to()));
            } else {
                joined.add(range);
            }
        }
        assertThat(joined)
                .isEqualTo(sources.stream()
                        .filter(source -> source.sizeBytes() > 0)
                        .map(source -> new Range(source.upload(), 0, source.sizeBytes()))
                        .toList());
    }

    @Property
    void plan_partsAreOfASizeThatS3Takes(@ForAll("sizes") List<Long> sizes) {
        List<PlannedPart> parts = ConcatenationPlan.of(sources(sizes));
        for (int i = 0; i < parts.size(); i++) {
            assertThat(parts.get(i).sizeBytes()).isLessThanOrEqualTo(ConcatenationPlan.MAX_PART_BYTES);
            if (i < parts.size() - 1) {
                assertThat(parts.get(i).sizeBytes()).isGreaterThanOrEqualTo(ConcatenationPlan.MIN_PART_BYTES);
            }
        }
    }

    /** What is gathered goes through this process, so it must stay small whatever the partial uploads are. */
    @Property
    void plan_gathersNoMoreThanAPartAtATime(@ForAll("sizes") List<Long> sizes) {
        assertThat(ConcatenationPlan.of(sources(sizes)))
                .filteredOn(part -> part.ranges().size() > 1)
                .allMatch(part -> part.sizeBytes() <= ConcatenationPlan.MIN_PART_BYTES);
    }

    @Provide
    Arbitrary<List<Long>> sizes() {
        long min = ConcatenationPlan.MIN_PART_BYTES;
        Arbitrary<Long> size = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 3 * min),
                Arbitraries.longs().between(0, 3 * ConcatenationPlan.MAX_PART_BYTES),
                Arbitraries.of(
                        0L,
                        1L,
                        min - 1,
                        min,
                        min + 1,
                        ConcatenationPlan.MAX_PART_BYTES,
                        ConcatenationPlan.MAX_PART_BYTES + 1));
        return size.list().ofMinSize(1).ofMaxSize(20);
    }

    private static List<Source> sources(List<Long> sizes) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            sources.add(new Source(new UUID(0, i), sizes.get(i)));
        }
        return sources;
    }
}
