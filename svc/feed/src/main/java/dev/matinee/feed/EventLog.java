package dev.matinee.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.events.Event;
import dev.matinee.events.EventData;
import dev.matinee.events.EventJson;
import dev.matinee.events.EventType;
import dev.matinee.events.MalformedEventException;
import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A recorded log: a line of JSON for each event, {@code {"type":…,"time":…,"data":…}}, in any order. */
final class EventLog {
    private EventLog() {}

    static String line(Event event) {
        try {
            ObjectNode line = Json.mapper().createObjectNode();
            line.put("type", event.type().ceType()).put("time", event.time().toString());
            line.set("data", Json.mapper().readTree(EventJson.write(event.data())));
            return line.toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * All of it by time; types that this version does not know are passed over.
     *
     * @throws MalformedEventException naming the line that is no event
     */
    static List<Event> read(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    event(line, number).ifPresent(events::add);
                }
            }
        }
        events.sort(Comparator.comparing(Event::time));
        return events;
    }

    private static Optional<Event> event(String text, int number) {
        try {
            JsonNode line = Json.mapper().readTree(text);
            Optional<EventType> type = EventType.ofCeType(line.path("type").asText());
            if (type.isEmpty()) {
                return Optional.empty();
            }
            EventData data = EventJson.read(type.get(), Json.write(line.path("data")));
            Instant time = Instant.parse(line.path("time").asText());
            return Optional.of(new Event(Uuid7.at(time), type.get(), "/log", time, data));
        } catch (IOException | DateTimeException | MalformedEventException e) {
            throw new MalformedEventException("line " + number + " is no event: " + e.getMessage(), e);
        }
    }
}
