package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No text is an error, for search and for suggestions, by way of HTTP and a real index. */
class QuerySyntaxIT {
    private static final RunningSearch SEARCH = RunningSearch.shared();

    @Property(tries = 150)
    void search_anyText_isAnswered(@ForAll("texts") String text) {
        assertThat(SEARCH.search(text).status()).as(text).isEqualTo(200);
    }

    @Property(tries = 100)
    void suggest_anyText_isAnswered(@ForAll("texts") String text) {
        assertThat(SEARCH.suggest(text).status()).as(text).isEqualTo(200);
    }

    @Example
    void search_oddTexts_areAnswered() {
        for (String text : List.of(
                "",
                " ",
                "\"",
                "-",
                "--",
                "-\"",
                "\"\"",
                "AND OR NOT",
                "title:x",
                "/regex/",
                "a~9 b^7",
                "{\"match_all\":{}}",
                "\\",
                "*",
                "?",
                "(((",
                "[1 TO 2}",
                "🎬🎬",
                "a".repeat(1_500),
                "a ".repeat(700),
                "\u0000\u0001",
                "\uD800",
                "<script>alert(1)</script>",
                "İıßſ",
                "漢字かな交じり文",
                "العربية",
                "-only -minus")) {
            assertThat(SEARCH.search(text).status()).as(text).isEqualTo(200);
            assertThat(SEARCH.suggest(text).status()).as(text).isEqualTo(200);
        }
        assertThat(SEARCH.get("/search").status()).isEqualTo(200);
        assertThat(SEARCH.get("/search?q").status()).isEqualTo(200);
        assertThat(SEARCH.get("/search?q=%ff%fe").status()).isEqualTo(200);
        assertThat(SEARCH.get("/suggest").status()).isEqualTo(200);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(60),
                Arbitraries.strings().withChars("ab \"-+*?~^:/\\(){}[]<>&|!.,'").ofMaxLength(40),
                Arbitraries.strings().withChars("漢字кирअरبé🎬 \"-").ofMaxLength(20));
    }
}
