package dev.matinee.events;

import java.time.Instant;
import java.util.UUID;

/**
 * One event as it travels.
 *
 * @param id UUIDv7, the {@code ce_id}; the same again when a delivery is repeated
 * @param type what kind of event
 * @param source the service that said it, {@code /catalog}; the {@code ce_source}
 * @param time when it happened
 * @param data what it says; an instance of {@code type.dataClass()}
 */
public record Event(UUID id, EventType type, String source, Instant time, EventData data) {
    public Event {
        if (!type.dataClass().isInstance(data)) {
            throw new IllegalArgumentException(
                    type + " carries " + type.dataClass().getSimpleName() + ", not "
                            + data.getClass().getSimpleName());
        }
    }

    /**
     * A new event.
     *
     * @param service the Consul name of the service that says it
     */
    public static Event now(EventType type, String service, Instant time, EventData data) {
        return new Event(Uuid7.at(time), type, "/" + service, time, data);
    }
}
