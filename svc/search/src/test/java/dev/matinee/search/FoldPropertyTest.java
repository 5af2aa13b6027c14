package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FoldPropertyTest {
    @Example
    void fold_marksCaseAndSpace_goAway() {
        assertThat(Fold.fold("  Crème\u00a0 BRÛLÉE\t")).isEqualTo("creme brulee");
        assertThat(Fold.fold("İstanbul")).isEqualTo("istanbul");
        assertThat(Fold.fold("ﬁlm ①")).isEqualTo("film 1");
        assertThat(Fold.fold("漢字 ひらがな")).isEqualTo("漢字 ひらかな");
        assertThat(Fold.fold("\u202Ea\u0000b")).isEqualTo("a b");
    }

    @Property
    void fold_twice_isFoldOnce(@ForAll String text) {
        assertThat(Fold.fold(Fold.fold(text))).isEqualTo(Fold.fold(text));
    }

    @Property
    void cut_neverSplitsACharacter(@ForAll String text, @ForAll @IntRange(min = 1, max = 40) int max) {
        String whole = text.codePoints()
                .filter(point -> Character.getType(point) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        String cut = Fold.cut(whole, max);
        assertThat(cut).hasSizeLessThanOrEqualTo(Math.max(max, 0));
        assertThat(cut.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE))
                .isTrue();
    }
}
