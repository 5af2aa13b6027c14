package dev.matinee.catalog;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.StandardError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the texts of a body, so that a client learns of all of it at once. */
final class Texts {
    private final List<FieldError> errors = new ArrayList<>();

    void refuse(String pointer, String detail) {
        errors.add(new FieldError(pointer, detail));
    }

    /** One line of text, trimmed. */
    String line(String pointer, @Nullable String text, int max) {
        if (text == null || text.isBlank()) {
            refuse(pointer, "a text is needed");
            return "";
        }
        return checked(pointer, text.strip(), max, false);
    }

    /** One line that may be left out; blank counts as left out. */
    @Nullable
    String optionalLine(String pointer, @Nullable String text, int max) {
        return text == null || text.isBlank() ? null : checked(pointer, text.strip(), max, false);
    }

    /** Lines of text, trimmed. */
    String lines(String pointer, @Nullable String text, int max) {
        if (text == null || text.isBlank()) {
            refuse(pointer, "a text is needed");
            return "";
        }
        return checked(pointer, text.strip(), max, true);
    }

    /** Lines that may be left out. */
    @Nullable
    String optionalLines(String pointer, @Nullable String text, int max) {
        return text == null || text.isBlank() ? null : checked(pointer, text.strip(), max, true);
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw ProblemException.of(StandardError.INVALID_BODY, errors);
        }
    }

    private String checked(String pointer, String text, int max, boolean lines) {
        if (text.codePointCount(0, text.length()) > max) {
            refuse(pointer, "at most " + max + " characters");
        }
        if (text.codePoints().anyMatch(character -> !allowed(character, lines))) {
            refuse(pointer, "control characters and broken characters are not taken");
        }
        return text;
    }

    /** PostgreSQL has no U+0000, and direction overrides can make a title lie about what it links to. */
    private static boolean allowed(int character, boolean lines) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> lines && (character == '\n' || character == '\t' || character == '\r');
            case Character.SURROGATE -> false;
            default -> !(character >= 0x202A && character <= 0x202E) && !(character >= 0x2066 && character <= 0x2069);
        };
    }
}
