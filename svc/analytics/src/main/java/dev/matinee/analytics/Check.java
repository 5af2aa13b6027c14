package dev.matinee.analytics;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules of a report's fields; what breaks one is refused with the sentence. */
final class Check {
    private Check() {}

    static void uuid(String name, @Nullable String value) {
        if (value == null || !isUuid(value)) {
            throw refused(name + " is to be a UUID in lower case");
        }
    }

    static void uuidIfAny(String name, @Nullable String value) {
        if (value != null) {
            uuid(name, value);
        }
    }

    static void oneOf(String name, @Nullable String value, Set<String> words) {
        if (value == null || !words.contains(value)) {
            throw refused(name + " is to be one of " + String.join(", ", words));
        }
    }

    /** A name such as {@code home} or {@code network_lost}, of at most 32 characters. */
    static void wordIfAny(String name, @Nullable String value) {
        if (value != null && !isWord(value)) {
            throw refused(name + " is to be a word of at most 32 of a-z, 0-9 and _, a letter first");
        }
    }

    static void hostIfAny(String name, @Nullable String value) {
        if (value != null && !isHost(value)) {
            throw refused(name + " is to be the name of a host in lower case");
        }
    }

    static void withinIfAny(String name, @Nullable Number value, long least, long most) {
        if (value != null && (value.longValue() < least || value.longValue() > most)) {
            throw refused(name + " is to be from " + least + " to " + most);
        }
    }

    static void holds(boolean rule, String sentence) {
        if (!rule) {
            throw refused(sentence);
        }
    }

    private static IllegalArgumentException refused(String sentence) {
        return new IllegalArgumentException(sentence);
    }

    /** Whether it is one, in lower case; by hand, as all here: patterns took a third of the time of a batch. */
    static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char at = text.charAt(i);
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            boolean fits = hyphen ? at == '-' : isDigit(at) || (at >= 'a' && at <= 'f');
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWord(String text) {
        return !text.isEmpty()
                && text.length() <= 32
                && isLetter(text.charAt(0))
                && text.chars().allMatch(at -> isLetter(at) || isDigit(at) || at == '_');
    }

    private static boolean isHost(String text) {
        return !text.isEmpty()
                && text.length() <= 253
                && isOfName(text.charAt(0))
                && isOfName(text.charAt(text.length() - 1))
                && text.chars().allMatch(at -> isOfName(at) || at == '.' || at == '-');
    }

    private static boolean isOfName(int at) {
        return isLetter(at) || isDigit(at);
    }

    private static boolean isLetter(int at) {
        return at >= 'a' && at <= 'z';
    }

    private static boolean isDigit(int at) {
        return at >= '0' && at <= '9';
    }
}
