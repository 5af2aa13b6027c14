package dev.matinee.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a page of the web app says; the event's time is when it happened, by the server's clock.
 *
 * @param viewer pseudonym, as of {@link PlaybackReported}
 * @param kind "viewed" (a page), {@code shown} (something on the screen), {@code clicked}, {@code searched} or
 *     {@code opened} (a notification)
 * @param receivedAt when the collector had it
 * @param page the page by name: {@code home}, {@code watch}, …
 * @param contentId what was shown or clicked
 * @param place the list that it was in: {@code home}, {@code trending}, {@code search}, …
 * @param rank its place in that list, from 1
 * @param term what was searched for, in lower case
 * @param results how many were found
 * @param notificationId what was opened
 * @param client what it came from
 */
public record PageReported(
        String viewer,
        String kind,
        Instant receivedAt,
        String page,
        @Nullable String contentId,
        @Nullable String place,
        @Nullable Integer rank,
        @Nullable String term,
        @Nullable Integer results,
        @Nullable String notificationId,
        ClientKind client)
        implements EventData {
    @Override
    public String aggregateId() {
        return viewer;
    }
}
