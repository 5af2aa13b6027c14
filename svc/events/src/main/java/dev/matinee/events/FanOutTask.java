package dev.matinee.events;

import java.time.Instant;

/**
 * A part of the followers of a channel into whose feeds something is to be put or from which it is to be taken.
 *
 * @param contentId the video or album
 * @param channelId its channel
 * @param add put in, or take out
 * @param part which part of the followers, from 0
 * @param parts how many parts there are
 * @param publishedAt its place in the feeds
 */
public record FanOutTask(String contentId, String channelId, boolean add, int part, int parts, Instant publishedAt)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
