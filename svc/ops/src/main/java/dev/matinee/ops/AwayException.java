package dev.matinee.ops;

/** Somebody who was asked did not answer, or not what was agreed on; the message is for operators to read. */
final class AwayException extends Exception {
    private final Source source;
    private final String sentence;

    AwayException(Source source, String sentence, Throwable cause) {
        super(sentence, cause);
        this.source = source;
        this.sentence = sentence;
    }

    AwayException(Source source, String sentence) {
        super(sentence);
        this.source = source;
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }

    Source source() {
        return source;
    }
}
