package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.matinee.kit.http.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a notification speaks of; each kind has its own of these.
 *
 * @param contentKind {@code video | album}
 * @param title of the content, or of an operator's message
 * @param actor the name of who did it
 * @param text the beginning of a comment, a moderator's note, an operator's text, or why something failed
 * @param outcome of a report, {@code upheld | dismissed}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Facts(
        @Nullable String contentId,
        @Nullable String contentKind,
        @Nullable String title,
        @Nullable String channelId,
        @Nullable String channelHandle,
        @Nullable String channelName,
        @Nullable String commentId,
        @Nullable String actor,
        @Nullable String text,
        @Nullable String outcome) {
    private static final int MAX_TEXT = 280;

    static Facts none() {
        return new Facts(null, null, null, null, null, null, null, null, null, null);
    }

    Facts content(String kind, String id, @Nullable String named) {
        return new Facts(id, kind, named, channelId, channelHandle, channelName, commentId, actor, text, outcome);
    }

    Facts channel(String id, @Nullable String handle, @Nullable String named) {
        return new Facts(contentId, contentKind, title, id, handle, named, commentId, actor, text, outcome);
    }

    Facts comment(String id, String by, @Nullable String said) {
        return new Facts(
                contentId, contentKind, title, channelId, channelHandle, channelName, id, by, begin(said), outcome);
    }

    Facts saying(@Nullable String headline, @Nullable String words) {
        return new Facts(
                contentId,
                contentKind,
                headline,
                channelId,
                channelHandle,
                channelName,
                commentId,
                actor,
                begin(words),
                outcome);
    }

    Facts decided(String how, @Nullable String note) {
        return new Facts(
                contentId,
                contentKind,
                title,
                channelId,
                channelHandle,
                channelName,
                commentId,
                actor,
                begin(note),
                how);
    }

    String json() {
        return new String(Json.write(this), StandardCharsets.UTF_8);
    }

    static Facts read(String json) {
        try {
            return Json.mapper().readValue(json, Facts.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a notification's facts cannot be read", e);
        }
    }

    /** The first part of a long text, never half a character. */
    static @Nullable String begin(@Nullable String text) {
        if (text == null || text.codePointCount(0, text.length()) <= MAX_TEXT) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_TEXT - 1)).stripTrailing() + "…";
    }
}
