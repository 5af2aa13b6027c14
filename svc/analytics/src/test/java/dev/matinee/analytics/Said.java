package dev.matinee.analytics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/** Reports as a client writes them. */
final class Said {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Said() {}

    static ObjectNode playback(String session, String video, String kind, Instant time) {
        return JSON.createObjectNode()
                .put("type", "playback")
                .put("id", UUID.randomUUID().toString())
                .put("time", time.toString())
                .put("session", session)
                .put("video", video)
                .put("kind", kind)
                .put("position_ms", 0);
    }

    static ObjectNode page(String kind, String page, Instant time) {
        return JSON.createObjectNode()
                .put("type", "page")
                .put("id", UUID.randomUUID().toString())
                .put("time", time.toString())
                .put("kind", kind)
                .put("page", page);
    }

    static String batch(Instant sentAt, ObjectNode... events) {
        ArrayNode list = JSON.createArrayNode();
        for (ObjectNode event : events) {
            list.add(event);
        }
        return JSON.createObjectNode()
                .put("sent_at", sentAt.toString())
                .<ObjectNode>set("events", list)
                .toString();
    }
}
