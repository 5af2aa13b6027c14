package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UserQueryPropertyTest {
    @Example
    void parse_words_phrasesAndMinus() {
        UserQuery query = UserQuery.parse(" big  \"buck bunny\" -rabbit -\"a fox\" co-op ");
        assertThat(query.words()).containsExactly("big", "co-op");
        assertThat(query.phrases()).containsExactly("buck bunny");
        assertThat(query.withoutWords()).containsExactly("rabbit");
        assertThat(query.withoutPhrases()).containsExactly("a fox");
        assertThat(query.text()).isEqualTo("buck bunny big co-op");
    }

    @Example
    void parse_whatIsNotClosed_isWords() {
        assertThat(UserQuery.parse("\"buck bunny").words()).containsExactly("buck", "bunny");
        assertThat(UserQuery.parse("bunny\"").words()).containsExactly("bunny");
        assertThat(UserQuery.parse("“buck bunny”").phrases()).containsExactly("buck bunny");
    }

    @Example
    void parse_onlyMarks_namesNothing() {
        for (String text : List.of("", "-", "\"\"", "-\"\"", "!!! ???", "* AND ()", "\u0000\uD800")) {
            UserQuery query = UserQuery.parse(text);
            assertThat(query.names()).as(text).isEqualTo(text.contains("AND"));
        }
    }

    @Example
    void parse_lastWord_isOpenUntilASpaceOrAQuoteEndsIt() {
        assertThat(UserQuery.parse("big bun").open()).isTrue();
        assertThat(UserQuery.parse("big -bun").open()).isFalse();
        assertThat(UserQuery.parse("\"big bun\"").open()).isFalse();
    }

    @Property
    void parse_anyText_isBounded(@ForAll String text) {
        UserQuery query = UserQuery.parse(text);
        List<String> parts = Stream.of(query.words(), query.phrases(), query.withoutWords(), query.withoutPhrases())
                .flatMap(List::stream)
                .toList();
        assertThat(parts).hasSizeLessThanOrEqualTo(UserQuery.MAX_PARTS);
        assertThat(String.join("", parts)).hasSizeLessThanOrEqualTo(UserQuery.MAX_CHARS);
        assertThat(parts).noneMatch(String::isBlank).noneMatch(part -> part.contains("\""));
    }

    @Property
    void parse_simpleWords_areKeptInOrder(@ForAll("words") List<String> words) {
        assertThat(UserQuery.parse(String.join(" ", words)).words()).isEqualTo(words);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.strings()
                .withChars("abcdefghéß0123456789漢字")
                .ofMinLength(1)
                .ofMaxLength(8)
                .list()
                .ofMaxSize(10);
    }
}
