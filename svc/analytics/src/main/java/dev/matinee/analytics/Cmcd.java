package dev.matinee.analytics;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a player tells the CDN with a request (Common Media Client Data, CTA-5004, version 1). All of it is whatever the client wrote:
 * what does not fit its key is left out, and nothing is longer or greater than is sensible.
 *
 * @param session {@code sid}, when it is a UUID, as that of a playback session is
 * @param objectType {@code ot}: {@code v} video, {@code a} audio, {@code av} both, {@code i} init, {@code m} manifest, …
 * @param bitrate {@code br}, kbit/s of what is asked for
 * @param topBitrate {@code tb}, kbit/s, the highest that it could play
 * @param bufferMs {@code bl}, how much was played ahead of
 * @param durationMs {@code d}, of what is asked for
 * @param throughput {@code mtp}, kbit/s, as the client measures it
 * @param wantedThroughput {@code rtp}, kbit/s that it asks for
 * @param starved {@code bs}, the buffer ran empty since the request before
 * @param startup {@code su}, it is needed urgently, at a start or after a seek or a stall
 * @param format {@code sf}: {@code h} HLS, {@code d} DASH, {@code s} Smooth, {@code o} other
 * @param streamType {@code st}: {@code v} all of it is there, {@code l} live
 */
record Cmcd(
        @Nullable String session,
        @Nullable String objectType,
        @Nullable Long bitrate,
        @Nullable Long topBitrate,
        @Nullable Long bufferMs,
        @Nullable Long durationMs,
        @Nullable Long throughput,
        @Nullable Long wantedThroughput,
        boolean starved,
        boolean startup,
        @Nullable String format,
        @Nullable String streamType) {
    static final int LONGEST = 8_192;

    private static final long MOST_KBITS = 10_000_000;
    private static final long MOST_MS = 86_400_000;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final Set<String> OBJECTS = Set.of("m", "a", "v", "av", "i", "c", "tt", "k", "o");

    /**
     * Reads it.
     *
     * @param query the query argument as it was sent, percent-encoded
     * @param headers the four headers as they were sent; the argument wins where both tell a key
     * @return nothing when none of its keys is there
     */
    static @Nullable Cmcd read(String query, List<String> headers) {
        Map<String, String> pairs = new HashMap<>();
        pairs(decoded(query), pairs);
        headers.forEach(header -> pairs(header, pairs));
        return pairs.isEmpty()
                ? null
                : new Cmcd(
                        session(pairs.get("sid")),
                        word(pairs.get("ot"), OBJECTS),
                        number(pairs.get("br"), MOST_KBITS),
                        number(pairs.get("tb"), MOST_KBITS),
                        number(pairs.get("bl"), MOST_MS),
                        number(pairs.get("d"), MOST_MS),
                        number(pairs.get("mtp"), MOST_KBITS),
                        number(pairs.get("rtp"), MOST_KBITS),
                        "true".equals(pairs.get("bs")),
                        "true".equals(pairs.get("su")),
                        word(pairs.get("sf"), Set.of("d", "h", "s", "o")),
                        word(pairs.get("st"), Set.of("v", "l")));
    }

    /** {@code key=value,key="text",flag}; of a key that is told twice the first counts. */
    private static void pairs(String text, Map<String, String> pairs) {
        for (String pair : parts(text)) {
            int equals = pair.indexOf('=');
            String key = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            if (KEYS.contains(key)) {
                pairs.putIfAbsent(
                        key, equals < 0 ? "true" : pair.substring(equals + 1).strip());
            }
        }
    }

    private static final Set<String> KEYS =
            Set.of("sid", "ot", "br", "tb", "bl", "d", "mtp", "rtp", "bs", "su", "sf", "st");

    /** Between commas that stand in no quotes; a backslash in quotes takes the next character as it is. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        boolean quoted = false;
        int length = Math.min(text.length(), LONGEST);
        for (int i = 0; i < length; i++) {
            char each = text.charAt(i);
            if (quoted && each == '\\') {
                i++;
            } else if (each == '"') {
                quoted = !quoted;
            } else if (each == ',' && !quoted) {
                parts.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        parts.add(text.substring(Math.min(begin, length), length));
        return parts;
    }

    private static String decoded(String query) {
        try {
            // A plus is one: CMCD is encoded by RFC 3986, not as a form.
            return URLDecoder.decode(query.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static @Nullable Long number(@Nullable String value, long most) {
        if (value == null || !NUMBER.matcher(value).matches()) {
            return null;
        }
        long number = Long.parseLong(value);
        return number <= most ? number : null;
    }

    private static @Nullable String word(@Nullable String value, Set<String> words) {
        return value != null && words.contains(value) ? value : null;
    }

    private static @Nullable String session(@Nullable String value) {
        if (value == null || value.length() < 2 || value.charAt(0) != '"' || value.charAt(value.length() - 1) != '"') {
            return null;
        }
        String text = value.substring(1, value.length() - 1).toLowerCase(Locale.ROOT);
        return Check.isUuid(text) ? text : null;
    }
}
