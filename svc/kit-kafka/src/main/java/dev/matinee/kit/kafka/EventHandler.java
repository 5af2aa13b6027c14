package dev.matinee.kit.kafka;

import dev.matinee.events.Event;
import io.helidon.dbclient.DbTransaction;

/**
 * What a service does about an event, within the transaction that also remembers the event as handled.
 *
 * @param <T> the event's data
 */
@FunctionalInterface
public interface EventHandler<T> {
    /** Nothing to do after the commit. */
    Runnable DONE = () -> {};

    /**
     * Handles an event once. An exception rolls all back and counts as a try.
     *
     * @return what to do after the commit, such as dropping a cache entry; it may run not at all when the process dies,
     *     and again never, not even when it throws: that is logged and counted as {@code after_commit_failed}
     */
    Runnable handle(DbTransaction transaction, Event event, T data);
}
