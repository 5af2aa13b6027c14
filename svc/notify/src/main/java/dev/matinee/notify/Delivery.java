package dev.matinee.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification, or a digest, on its way to one place.
 *
 * @param notificationId null for a digest
 * @param targetId the webhook or push subscription
 * @param tries this one included
 * @param body what was sent the first time; a webhook's later tries send the same
 * @param since from when a digest tells
 */
record Delivery(
        UUID id,
        String member,
        Medium medium,
        @Nullable UUID notificationId,
        @Nullable UUID targetId,
        int tries,
        @Nullable String body,
        @Nullable Instant since,
        Instant createdAt) {
    /** How a try ended. */
    sealed interface Outcome {
        /** It arrived. */
        record Sent(@Nullable Integer status) implements Outcome {}

        /**
         * It may arrive later.
         *
         * @param notBefore what the receiver asked for; null when nothing
         */
        record Again(
                @Nullable Integer status,
                String problem,
                @Nullable Duration notBefore) implements Outcome {}

        /** It never will. */
        record Never(@Nullable Integer status, String problem) implements Outcome {}

        /** There is nothing to send any more: it was read, taken back, or not wanted after all. */
        record Dropped(String why) implements Outcome {}
    }

    /** Sends by one medium. */
    @FunctionalInterface
    interface Courier {
        Outcome deliver(Delivery delivery);
    }
}
