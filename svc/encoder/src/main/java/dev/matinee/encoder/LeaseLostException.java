package dev.matinee.encoder;

/** Somebody else has the work now, or nobody may have it any more: stop, and leave no word. */
final class LeaseLostException extends Exception {
    LeaseLostException(String what) {
        super(what + " is no longer held");
    }
}
