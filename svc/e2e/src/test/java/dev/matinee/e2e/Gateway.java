package dev.matinee.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Speaks to a running platform's gateway byte for byte: what an HTTP client would tidy up, refuse or add is what these
 * tests want to send. Knows the demo users of a development platform, who share one password.
 */
final class Gateway {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMEOUT_MILLIS = 90_000;

    private final URI address;
    private final InetSocketAddress from;
    private final String password = needed("MATINEE_PASSWORD");

    /** The running platform's own gateway. */
    Gateway() {
        this(URI.create(needed("MATINEE_URL")), "127.0.0.1");
    }

    /**
     * A gateway, asked from one of this machine's own addresses.
     *
     * @param from such as {@code 127.0.0.3}, as who another client comes
     */
    Gateway(URI address, String from) {
        this.address = address;
        this.from = new InetSocketAddress(from, 0);
    }

    URI address() {
        return address;
    }

    private static String needed(String name) {
        String value = System.getenv(name);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(
                    name + " is not set: these tests need a running platform, see ./matinee test");
        }
        return value;
    }

    /** The creator whom the tests may act as. */
    static String creator() {
        return needed("MATINEE_USER");
    }

    /** What stands in a Host header of another name on the same gateway. */
    String host(String name) {
        return name + "." + address.getHost() + ":" + address.getPort();
    }

    RawAnswer get(String target, String... headers) throws IOException {
        return send("GET", target, "", headers);
    }

    RawAnswer get(String target, List<String> headers) throws IOException {
        return get(target, headers.toArray(String[]::new));
    }

    /**
     * Sends one request on a connection of its own.
     *
     * @param target what stands in the request line, untouched
     * @param body a character for each byte; with a {@code Transfer-Encoding} or {@code Content-Length} of the caller it
     *     goes as it is, else its length is told
     * @param headers whole lines; {@code Host} and {@code Connection} are put unless they are among them
     */
    RawAnswer send(String method, String target, String body, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1"));
        lines.addAll(Arrays.asList(headers));
        putUnlessThere(lines, "Host", address.getAuthority());
        putUnlessThere(lines, "Connection", "close");
        if (!body.isEmpty() && !has(lines, "Transfer-Encoding")) {
            putUnlessThere(lines, "Content-Length", String.valueOf(body.length()));
        }
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.bind(from);
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write((String.join("\r\n", lines) + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return RawAnswer.parse(socket.getInputStream().readAllBytes());
        }
    }

    /** What Keycloak grants a demo user: access, refresh and ID token. */
    JsonNode login(String user) throws IOException {
        String form = "grant_type=password&client_id=matinee-cli&scope=openid&username=" + encoded(user) + "&password="
                + encoded(password);
        RawAnswer answer = send(
                "POST",
                "/auth/realms/matinee/protocol/openid-connect/token",
                form,
                "Content-Type: application/x-www-form-urlencoded");
        if (answer.status() != 200) {
            throw new IOException(user + " cannot log in: " + answer);
        }
        return json(answer);
    }

    /** The header line of a login. */
    static String bearer(JsonNode login) {
        return "Authorization: Bearer " + login.get("access_token").asText();
    }

    static JsonNode json(RawAnswer answer) throws IOException {
        return JSON.readTree(answer.bytes());
    }

    private static void putUnlessThere(List<String> lines, String name, String value) {
        if (!has(lines, name)) {
            lines.add(name + ": " + value);
        }
    }

    private static boolean has(List<String> lines, String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(start));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
