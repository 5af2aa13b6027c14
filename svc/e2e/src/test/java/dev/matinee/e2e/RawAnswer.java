package dev.matinee.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An answer as it came, until the connection ended.
 *
 * @param headers by name in lower case
 * @param body a character for each byte; chunks are put together, nothing is unpacked
 */
record RawAnswer(int status, Map<String, List<String>> headers, String body) {
    private static final String END_OF_HEAD = "\r\n\r\n";

    static RawAnswer parse(byte[] received) throws IOException {
        String text = new String(received, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        if (!text.startsWith("HTTP/1.") || end < 0) {
            throw new IOException("no answer but: " + text);
        }
        List<String> lines = text.substring(0, end).lines().toList();
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        String body = text.substring(end + END_OF_HEAD.length());
        boolean chunked = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked");
        return new RawAnswer(
                Integer.parseInt(lines.getFirst().split(" ", -1)[1]), headers, chunked ? joined(body) : body);
    }

    Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String joined(String chunks) throws IOException {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = chunks.indexOf("\r\n", at);
            if (line < 0) {
                throw new IOException("the answer ends within a chunk");
            }
            int length = Integer.parseInt(chunks.substring(at, line), 16);
            if (length == 0) {
                return joined.toString(StandardCharsets.ISO_8859_1);
            }
            joined.writeBytes(chunks.substring(line + 2, line + 2 + length).getBytes(StandardCharsets.ISO_8859_1));
            at = line + 2 + length + 2;
        }
    }
}
