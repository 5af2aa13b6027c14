package dev.matinee.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts made comparable where the index cannot do it: in suggestions and where questions are counted. */
final class Fold {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}]+");

    private Fold() {}

    /** Small letters without marks, one space between words, nothing that cannot be seen. */
    static String fold(String text) {
        String decomposed = Normalizer.normalize(text, Normalizer.Form.NFKD);
        String bare = MARKS.matcher(decomposed).replaceAll("").toLowerCase(Locale.ROOT);
        // Small letters can have marks of their own: İ becomes i and a dot.
        bare = Normalizer.normalize(
                MARKS.matcher(Normalizer.normalize(bare, Normalizer.Form.NFKD)).replaceAll(""), Normalizer.Form.NFC);
        return BETWEEN.matcher(bare).replaceAll(" ").strip();
    }

    /** At most so many characters, never half of one. */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end).strip();
    }
}
