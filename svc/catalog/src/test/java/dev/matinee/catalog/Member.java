package dev.matinee.catalog;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;

/** Somebody with a token and a channel, for tests of what members do. */
record Member(RunningCatalog catalog, String subject, String token) {
    static final String API = "/api/catalog/v1";

    static Member of(RunningCatalog catalog, String... roles) {
        String subject = Films.newUser();
        return new Member(catalog, subject, catalog.token(subject, roles));
    }

    Films films() {
        return new Films(catalog, subject);
    }

    String channel() {
        return get("/me").json().at("/channel/id").asText();
    }

    Answer get(String path) {
        return catalog.getAs(token, API + path);
    }

    Answer put(String path) {
        return catalog.putAs(token, API + path, "");
    }

    Answer put(String path, String body) {
        return catalog.putAs(token, API + path, body);
    }

    Answer post(String path, String body) {
        return catalog.postAs(token, API + path, body);
    }

    Answer patch(String path, String etag, String body) {
        return catalog.patchAs(token, API + path, etag, body);
    }

    Answer delete(String path) {
        return catalog.deleteAs(token, API + path);
    }

    /** The texts at a JSON pointer of each item of a list, all pages of two. */
    List<String> all(String path, String pointer) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get(path + (path.contains("?") ? "&" : "?") + "limit=2" + cursor);
            if (page.status() != 200) {
                throw new IllegalStateException(page.response().body());
            }
            StreamSupport.stream(page.json().path("data").spliterator(), false)
                    .forEach(item -> found.add(item.at(pointer).asText()));
            cursor = page.json().has("next_cursor") ? "&cursor=" + page.text("next_cursor") : "";
        } while (!cursor.isEmpty());
        return found;
    }

    /** What was said of this type under this key, once there is so much of it. */
    List<Event> said(String key, EventType type, int count) {
        Awaitility.await(type + " " + count)
                .atMost(Duration.ofSeconds(30))
                .until(() -> events(key, type).size() >= count);
        return events(key, type);
    }

    private List<Event> events(String key, EventType type) {
        return catalog.heard(key).stream().filter(event -> event.type() == type).toList();
    }
}
