package dev.matinee.kit.kafka;

import dev.matinee.events.Event;
import java.util.List;

/** What a service without a database of its own does about events; doing it again must change nothing. */
@FunctionalInterface
public interface BatchHandler {
    /**
     * Handles what one poll brought of a partition, in order. It may be called again with the same events, alone or
     * among others, after any failure, at a rebalance and after a crash.
     *
     * @param events at least one, only of the types asked for
     * @throws AwayException when a part that is needed does not answer: the consumer waits where it is
     * @throws Exception for anything else, which counts as a try
     */
    void handle(List<Event> events) throws Exception;

    /** Something that is needed is away; what is handed on is tried again until it is back. */
    final class AwayException extends Exception {
        /** @param part what is away, as an operator knows it */
        public AwayException(String part, Throwable cause) {
            super(part + " is away: " + cause, cause);
        }
    }
}
