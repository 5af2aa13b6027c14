package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Lists read as one are what sorting all of them would give, and pages of that are all of it. */
class MergePropertyTest {
    @Property(tries = 300)
    void newest_isWhatBruteForceGives(
            @ForAll("lists") List<List<Entry>> lists,
            @ForAll("entry") Entry after,
            @ForAll @IntRange(max = 40) int limit) {
        List<Entry> all = bruteForce(lists);
        assertThat(Merge.newest(lists, null, limit))
                .isEqualTo(all.stream().limit(limit).toList());
        assertThat(Merge.newest(lists, after, limit))
                .isEqualTo(all.stream()
                        .filter(entry -> entry.isBehind(after))
                        .limit(limit)
                        .toList());
    }

    @Property(tries = 300)
    void pages_neitherSkipNorRepeat_whileNewerItemsArrive(
            @ForAll("lists") List<List<Entry>> lists, @ForAll @IntRange(min = 1, max = 7) int size) {
        List<Entry> walked = new ArrayList<>();
        List<List<Entry>> growing = new ArrayList<>(lists);
        Entry after = null;
        for (int page = 0; ; page++) {
            List<Entry> found = Merge.newest(growing, after, size);
            if (found.isEmpty()) {
                break;
            }
            walked.addAll(found);
            after = found.getLast();
            growing.add(List.of(new Entry(new UUID(1, page).toString(), 1_000 + page)));
        }
        assertThat(walked).isEqualTo(bruteForce(lists));
    }

    private static List<Entry> bruteForce(List<List<Entry>> lists) {
        Map<String, Entry> once = new HashMap<>();
        lists.stream().flatMap(Collection::stream).forEach(entry -> once.put(entry.id(), entry));
        return once.values().stream().sorted(Entry.NEWEST_FIRST).toList();
    }

    /** Few ids and few times, so that much is in more than one list and at one moment; one id has one time. */
    @Provide
    Arbitrary<Entry> entry() {
        return Combinators.combine(Arbitraries.integers().between(0, 30), Arbitraries.just(0))
                .as((number, none) -> new Entry(new UUID(0, number).toString(), number % 7));
    }

    @Provide
    Arbitrary<List<List<Entry>>> lists() {
        return entry().list()
                .ofMaxSize(20)
                .map(list -> list.stream().distinct().sorted(Entry.NEWEST_FIRST).toList())
                .list()
                .ofMaxSize(6);
    }
}
