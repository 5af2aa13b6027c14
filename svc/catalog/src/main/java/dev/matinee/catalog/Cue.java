package dev.matinee.catalog;

import java.util.Locale;

/**
 * What is shown from one moment to another, milliseconds from the video's beginning.
 *
 * @param settings of WebVTT, where it stands; empty for the usual place
 * @param markup WebVTT text of which nothing but {@code <b>}, {@code <i>} and {@code <u>} is a tag
 */
record Cue(long startMs, long endMs, String settings, String markup) {
    /** The same without any tag, for search. */
    String text() {
        return markup.replaceAll("<[^>]*>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
                .strip();
    }

    /** As a block of a WebVTT file. */
    String block() {
        return time(startMs) + " --> " + time(endMs) + (settings.isEmpty() ? "" : " " + settings) + "\n" + markup
                + "\n";
    }

    private static String time(long ms) {
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d.%03d", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000);
    }
}
