package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class CursorPropertyTest {
    @Property
    void parts_readWhatOfWrote(@ForAll @Size(min = 1, max = 4) List<@AlphaChars @NumericChars String> parts) {
        String cursor = Cursor.of(parts.toArray(String[]::new));

        assertThat(Cursor.parts(cursor, parts.size())).isEqualTo(parts);
    }

    @Property
    void parts_ofAnything_areRefusedByNameOrRead(@ForAll @StringLength(max = 40) String anything) {
        try {
            assertThat(Cursor.parts(anything, 2)).hasSize(2);
        } catch (ProblemException problem) {
            assertThat(problem.error()).isEqualTo(StandardError.INVALID_CURSOR);
        }
    }

    @Property
    void parts_ofAnotherList_areRefused(@ForAll @IntRange(min = 1, max = 5) int size) {
        String cursor =
                Cursor.of(IntStream.range(0, size).mapToObj(String::valueOf).toArray(String[]::new));

        assertThatThrownBy(() -> Cursor.parts(cursor, size + 1)).isInstanceOf(ProblemException.class);
    }

    @Property
    void page_walkedToItsEnd_givesEachItemOnce(
            @ForAll @IntRange(max = 60) int items, @ForAll @IntRange(min = 1, max = 20) int limit) {
        List<Integer> all = IntStream.range(0, items).boxed().toList();
        List<Integer> walked = new ArrayList<>();
        int from = 0;
        boolean more = true;
        while (more) {
            Page<Integer> page = Page.of(
                    all.subList(from, Math.min(items, from + limit + 1)),
                    limit,
                    item -> Cursor.of(String.valueOf(item)));
            walked.addAll(page.data());
            String next = page.nextCursor();
            more = next != null;
            from = next == null ? from : Integer.parseInt(Cursor.parts(next, 1).getFirst()) + 1;
        }

        assertThat(walked).isEqualTo(all);
    }
}
