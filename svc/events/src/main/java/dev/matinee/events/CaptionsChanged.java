package dev.matinee.events;

import java.util.List;

/**
 * A video's captions or chapters are others now; what they say is asked of {@code catalog}.
 *
 * @param contentId the video
 * @param languages BCP 47, those it has captions in now
 * @param chapters whether it has chapters
 * @param revision the video's revision after the change
 */
public record CaptionsChanged(String contentId, List<String> languages, boolean chapters, long revision)
        implements EventData {
    @Override
    public String aggregateId() {
        return contentId;
    }
}
