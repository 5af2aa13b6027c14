package dev.matinee.analytics;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of a report's fields; what breaks one is refused with the sentence. */
final class Check {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    private Check() {}

    static void uuid(String name, @Nullable String value) {
        holds(value != null && UUID.matcher(value).matches(), name + " is to be a UUID in lower case");
    }

    static void uuidIfAny(String name, @Nullable String value) {
        if (value != null) {
            uuid(name, value);
        }
    }

    static void oneOf(String name, @Nullable String value, Set<String> words) {
        holds(value != null && words.contains(value), name + " is to be one of " + String.join(", ", words));
    }

    /** A name such as {@code home} or {@code network_lost}, of at most 32 characters. */
    static void wordIfAny(String name, @Nullable String value) {
        holds(
                value == null || WORD.matcher(value).matches(),
                name + " is to be a word of at most 32 of a-z, 0-9 and _, a letter first");
    }

    static void hostIfAny(String name, @Nullable String value) {
        holds(value == null || HOST.matcher(value).matches(), name + " is to be the name of a host in lower case");
    }

    static void withinIfAny(String name, @Nullable Number value, long least, long most) {
        holds(
                value == null || (value.longValue() >= least && value.longValue() <= most),
                name + " is to be from " + least + " to " + most);
    }

    static void holds(boolean rule, String sentence) {
        if (!rule) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
