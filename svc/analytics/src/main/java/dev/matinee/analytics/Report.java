package dev.matinee.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.matinee.events.EventData;
import dev.matinee.events.EventType;
import dev.matinee.kit.http.Json;
import java.time.Instant;
import java.util.stream.Collectors;

/** One thing that a player or a page says, as it says it. */
sealed interface Report permits PlaybackReport, PageReport {
    /** The event's id, made by whoever says it, so that the same said twice is known to be the same. */
    String id();

    /** When, by the clock of whoever says it. */
    Instant time();

    EventType eventType();

    EventData data(Sender sender, Instant receivedAt);

    /**
     * Reads one.
     *
     * @throws RefusedReportException when it does not fit, with a sentence for whoever made it
     */
    static Report read(JsonNode node) throws RefusedReportException {
        try {
            return switch (node.path("type").asText()) {
                case "playback" -> Json.mapper().treeToValue(node, PlaybackReport.class);
                case "page" -> Json.mapper().treeToValue(node, PageReport.class);
                default -> throw new RefusedReportException("type is to be playback or page");
            };
        } catch (UnrecognizedPropertyException e) {
            throw new RefusedReportException(e.getPropertyName() + " is unknown here");
        } catch (JsonMappingException e) {
            String where = e.getPath().stream()
                    .map(JsonMappingException.Reference::getFieldName)
                    .collect(Collectors.joining("/"));
            throw new RefusedReportException(
                    e.getCause() instanceof IllegalArgumentException rule
                            ? String.valueOf(rule.getMessage())
                            : where + " does not fit");
        } catch (JsonProcessingException e) {
            throw new RefusedReportException("this is not what was expected: " + e.getOriginalMessage());
        }
    }
}
