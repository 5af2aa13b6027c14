package dev.matinee.ops;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job of Nomad.
 *
 * @param desired how many allocations should run
 * @param running how many do
 * @param allocations those that have not ended well, the newest first
 */
record Job(String name, String type, String status, int desired, int running, List<Allocation> allocations) {
    /**
     * One placement of a job's group.
     *
     * @param status as Nomad's client has it: {@code pending}, {@code running}, {@code failed}, {@code lost}, {@code unknown}
     * @param desired what the server wants of it: {@code run}, {@code stop} or {@code evict}
     * @param restarts of all its tasks
     */
    record Allocation(
            String id,
            String name,
            String node,
            long version,
            String status,
            String desired,
            @Nullable String description,
            int restarts,
            Instant createdAt,
            Instant changedAt,
            List<Task> tasks) {}

    /** @param events the last {@value NomadJobs#EVENTS}, the newest first */
    record Task(String name, String state, boolean failed, int restarts, List<Event> events) {}

    /** @param type such as {@code Restarting} */
    record Event(Instant at, String type, String message) {}
}
