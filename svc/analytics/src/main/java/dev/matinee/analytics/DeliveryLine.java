package dev.matinee.analytics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of the CDN's access log ({@code nomad-jobs/cdn/http.conf}), as it lies in {@code delivery.requests}: the answer to one request
 * for media. It is no CloudEvent, since a shipper of lines makes no headers of them; the line's own id is that of the event, so a line
 * that is shipped twice counts once.
 *
 * @param kind {@code segment}, {@code init}, {@code playlist}, {@code image}, {@code text} or {@code other}
 * @param rung the folder of a video's segment or playlist: the short side of the rendition
 * @param cache what nginx says of its cache, in lower case; absent when it was not asked
 */
record DeliveryLine(
        String contentId,
        String version,
        String kind,
        @Nullable Integer rung,
        int status,
        long bytes,
        long durationMs,
        @Nullable String cache,
        @Nullable Cmcd cmcd) {
    /** What stands for the type of an event. */
    static final String TYPE = "delivery.requested";

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern RUNG = Pattern.compile("(?:.*/)?v?([1-9][0-9]{1,3})p?/[^/]+");
    private static final Set<String> CACHE =
            Set.of("hit", "miss", "expired", "stale", "updating", "revalidated", "bypass", "scarce");
    private static final long MOST_SECONDS = 86_400;

    /** What a record of Kafka says, as the rest of the warehouse takes it; without id and time it is no row. */
    static Incoming incoming(byte[] line) {
        try {
            JsonNode said = Json.mapper().readTree(line);
            String id = said.path("id").asText();
            if (said.isObject() && ID.matcher(id).matches() && said.path("at").isNumber()) {
                return new Incoming(
                        TYPE,
                        id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5"),
                        Instant.ofEpochMilli(Math.round(said.path("at").asDouble() * 1_000))
                                .toString(),
                        Json.mapper().writeValueAsString(of(said)));
            }
        } catch (IOException | IllegalArgumentException e) {
            // Whatever it is, it may hold what nobody has looked at.
            return new Incoming(TYPE, null, null, "no line of the CDN's log, and not kept");
        }
        return new Incoming(TYPE, null, null, "a line without id or time, and not kept");
    }

    private static DeliveryLine of(JsonNode said) {
        String content = said.path("content").asText();
        String version = said.path("version").asText();
        String file = said.path("file").asText();
        if (!Check.isUuid(content) || !VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("no media");
        }
        String cache = said.path("cache").asText().toLowerCase(Locale.ROOT);
        return new DeliveryLine(
                content,
                version,
                kind(file),
                rung(file),
                within(said, "status", 999).intValue(),
                within(said, "bytes", Long.MAX_VALUE / 2).longValue(),
                Math.round(within(said, "seconds", MOST_SECONDS).doubleValue() * 1_000),
                CACHE.contains(cache) ? cache : null,
                Cmcd.read(
                        said.path("cmcd").asText(),
                        List.of(
                                said.path("cmcd_request").asText(),
                                said.path("cmcd_object").asText(),
                                said.path("cmcd_status").asText(),
                                said.path("cmcd_session").asText())));
    }

    private static Number within(JsonNode said, String field, long most) {
        JsonNode number = said.path(field);
        if (!number.isNumber() || number.asDouble() < 0 || number.asDouble() > most) {
            throw new IllegalArgumentException(field);
        }
        return number.numberValue();
    }

    private static String kind(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "m4s", "m4a" -> "segment";
            case "mp4" -> name.startsWith("init") ? "init" : "segment";
            case "m3u8" -> "playlist";
            case "jpg", "jpeg", "png", "webp", "avif" -> "image";
            case "vtt", "json" -> "text";
            default -> "other";
        };
    }

    private static @Nullable Integer rung(String file) {
        Matcher found = RUNG.matcher(file);
        return found.matches() ? Integer.valueOf(found.group(1)) : null;
    }
}
