package dev.matinee.analytics;

/** What is wrong with one report; the others of its batch are taken all the same. */
final class RefusedReportException extends Exception {
    /** @param sentence for whoever made it */
    RefusedReportException(String sentence) {
        super(sentence);
    }
}
