package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is taken is just what the patterns say that the rules are written by. */
class CheckPropertyTest {
    @Property
    void uuid_takesWhatIsOne(@ForAll("nearUuids") String text) {
        assertThat(takes(value -> Check.uuid("id", value), text))
                .isEqualTo(text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    }

    @Property
    void word_takesWhatIsOne(@ForAll("nearWords") String text) {
        assertThat(takes(value -> Check.wordIfAny("source", value), text))
                .isEqualTo(text.matches("[a-z][a-z0-9_]{0,31}"));
    }

    @Property
    void host_takesWhatIsOne(@ForAll("nearHosts") String text) {
        assertThat(takes(value -> Check.hostIfAny("referrer", value), text))
                .isEqualTo(text.matches("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"));
    }

    @Provide
    Arbitrary<String> nearUuids() {
        Arbitrary<Character> one = Arbitraries.of('0', '9', 'a', 'f', 'g', 'A', '-', '/', ':', '`');
        return Arbitraries.oneOf(
                Arbitraries.create(() -> "0123abcd-4567-89ef-0123-456789abcdef")
                        .flatMap(text -> Arbitraries.integers()
                                .between(0, 35)
                                .flatMap(at ->
                                        one.map(other -> text.substring(0, at) + other + text.substring(at + 1)))),
                Arbitraries.of("", "0123abcd-4567-89ef-0123-456789abcdef", "0123abcd-4567-89ef-0123-456789abcdef0"));
    }

    @Provide
    Arbitrary<String> nearWords() {
        return Arbitraries.strings()
                .withChars('a', 'z', '0', '9', '_', '-', 'A', '{')
                .ofMaxLength(34);
    }

    @Provide
    Arbitrary<String> nearHosts() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars('a', 'z', '0', '.', '-', '_', 'A')
                        .ofMaxLength(8),
                Arbitraries.strings().withChars('a').ofMinLength(250).ofMaxLength(256));
    }

    private static boolean takes(Consumer<String> check, String text) {
        try {
            check.accept(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
