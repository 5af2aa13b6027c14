package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EntryTest {
    @Test
    void suggestions_beginAtEachOfTheFirstWords() {
        Entry entry =
                Entry.of(Documents.video("The Big  Búck Bunny").tagged("Crème").document());
        assertThat(Objects.requireNonNull(entry.suggest()).input())
                .containsExactly("the big buck bunny", "big buck bunny", "buck bunny", "bunny");
        assertThat(Objects.requireNonNull(entry.suggestTags()).input()).containsExactly("creme");
    }

    @Test
    void language_isThePrimarySubtag() {
        assertThat(Entry.of(Documents.video("x").in("en-GB").document()).language())
                .isEqualTo("en");
        assertThat(Entry.primary("PT_br")).isEqualTo("pt");
        assertThat(Entry.primary(" ")).isNull();
    }

    @Test
    void titleWithoutALetter_hasNoSuggestion() {
        assertThat(Entry.of(Documents.video("\u200b").document()).suggest()).isNull();
    }

    @Test
    void captions_beyondTheBound_areLeftOut() {
        CatalogDocument.Cue[] cues = Collections.nCopies(Entry.MAX_CUES + 1, new CatalogDocument.Cue("en", 0, 1, "a"))
                .toArray(CatalogDocument.Cue[]::new);
        assertThat(Entry.of(Documents.video("x").saying(cues).document()).captions())
                .hasSize(Entry.MAX_CUES);
    }

    @Test
    void version_growsWithTheThingAndWithItsChannel() {
        CatalogDocument one = Documents.video("x").at(4).document();
        CatalogDocument.Channel renamed =
                new CatalogDocument.Channel(one.channel().id(), "ada", "Other", 2L);
        assertThat(Documents.video("x").at(5).document().version()).isGreaterThan(one.version());
        assertThat(new Documents(one).of(renamed).document().version()).isGreaterThan(one.version());
        CatalogDocument.Channel silent = new CatalogDocument.Channel("c", "ada", "Ada", null);
        assertThat(new Documents(one).of(silent).document().version()).isEqualTo(4);
    }

    @Test
    void weight_tenTimesThePopularity_isOneStep() {
        assertThat(Entry.weight("video", 99)).isEqualTo(Entry.weight("video", 9) + 10);
        assertThat(Entry.weight("video", -5)).isEqualTo(Entry.weight("video", 0));
        assertThat(Entry.weight("channel", 0)).isGreaterThan(Entry.weight("video", 9));
    }
}
