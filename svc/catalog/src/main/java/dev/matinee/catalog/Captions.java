package dev.matinee.catalog;

import java.util.List;
import java.util.Locale;

/**
 * Which captions a video has.
 *
 * @param revision the video's when they last changed; a part of their address
 * @param languages BCP 47, sorted
 */
record Captions(long revision, List<String> languages, boolean chapters) {
    /** One that is offered. */
    record Track(String language, String label, String url) {}

    boolean isEmpty() {
        return languages.isEmpty() && !chapters;
    }

    /** The folder, below the media's version, where they are found. */
    String folder() {
        return "c" + revision + "/";
    }

    /** What a language calls itself: what somebody who needs it can read. */
    static String label(String language) {
        Locale locale = Locale.forLanguageTag(language);
        String name = locale.getDisplayName(locale).replace("\"", "");
        return name.isEmpty() ? language : name;
    }
}
