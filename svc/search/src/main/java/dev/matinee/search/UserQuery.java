package dev.matinee.search;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What somebody typed, taken apart: words, {@code "phrases"}, and what is to be left out ({@code -word},
 * {@code -"a phrase"}). Any text at all is one: what has no meaning here is a word like others, what is too much is cut.
 *
 * @param words in their order, without the phrases
 * @param open whether the last word may be one whose end is not typed yet
 */
record UserQuery(
        List<String> words,
        List<String> phrases,
        List<String> withoutWords,
        List<String> withoutPhrases,
        boolean open) {
    static final int MAX_CHARS = 200;
    static final int MAX_PARTS = 16;

    private static final Pattern PART = Pattern.compile("(?<not>-?)(?:\"(?<phrase>[^\"]*)\"|(?<word>[^\\s\"]+))");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Z}]+");
    private static final Pattern MEANT = Pattern.compile("[\\p{L}\\p{N}\\p{S}]");

    static UserQuery parse(String text) {
        String clean = Fold.cut(
                UNSEEN.matcher(text.replace('“', '"').replace('”', '"').replace('„', '"'))
                        .replaceAll(" ")
                        .strip(),
                MAX_CHARS);
        List<String> words = new ArrayList<>();
        List<String> phrases = new ArrayList<>();
        List<String> withoutWords = new ArrayList<>();
        List<String> withoutPhrases = new ArrayList<>();
        boolean open = false;
        Matcher parts = PART.matcher(clean);
        for (int count = 0; count < MAX_PARTS && parts.find(); ) {
            boolean not = !parts.group("not").isEmpty();
            String phrase = parts.group("phrase");
            String part = (phrase == null ? parts.group("word") : phrase).strip();
            // Marks alone, a lone minus for one, say nothing.
            if (!MEANT.matcher(part).find()) {
                continue;
            }
            count++;
            open = phrase == null && !not && parts.end() == clean.length();
            if (phrase == null) {
                (not ? withoutWords : words).add(part);
            } else {
                (not ? withoutPhrases : phrases).add(part);
            }
        }
        return new UserQuery(
                List.copyOf(words), List.copyOf(phrases), List.copyOf(withoutWords), List.copyOf(withoutPhrases), open);
    }

    /** Whether it names anything to be found; else everything is meant but what is left out. */
    boolean names() {
        return !words.isEmpty() || !phrases.isEmpty();
    }

    /** All that is to be found, as one text. */
    String text() {
        List<String> all = new ArrayList<>(phrases);
        all.addAll(words);
        return String.join(" ", all);
    }
}
