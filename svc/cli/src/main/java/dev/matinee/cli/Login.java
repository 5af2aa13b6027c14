package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A user's tokens at one gateway: had by password (demo users only) or by the device flow, renewed before they end. */
final class Login {
    private static final String CLIENT = "matinee-cli";
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final Duration DEVICE_LIMIT = Duration.ofMinutes(10);

    private final URI server;
    private final boolean remembered;
    private String access;
    private String refresh;
    private long endsNanos;

    private Login(URI server, boolean remembered, JsonNode tokens) {
        this.server = server;
        this.remembered = remembered;
        this.access = "";
        this.refresh = "";
        take(tokens);
    }

    /** A token from elsewhere, taken as it is for an hour. */
    static Login fixed(String token) {
        var tokens = Json.object().put("access_token", token).put("expires_in", 3600);
        return new Login(URI.create("http://localhost"), false, tokens);
    }

    /** Who runs this platform: the demo's operator on this machine, else whoever is logged in or does so now. */
    static Login ofOperator(Checkout checkout, URI base, boolean browser, boolean elsewhere) {
        if (browser) {
            return byDevice(base);
        }
        var password = Addresses.demoPassword(checkout);
        if (!elsewhere && !password.isEmpty()) {
            return byPassword(base, Addresses.demoUser(checkout, "operator"), password);
        }
        return remembered(base)
                .orElseThrow(() -> CliError.refused("you are not logged in at " + base + "; add --login"));
    }

    static Login byPassword(URI server, String user, String password) {
        var answer = ask(
                server,
                "token",
                Map.of(
                        "grant_type",
                        "password",
                        "client_id",
                        CLIENT,
                        "scope",
                        "openid",
                        "username",
                        user,
                        "password",
                        password));
        if (!answer.ok()) {
            throw CliError.refused("the login of " + user + " was refused: " + said(answer));
        }
        return new Login(server, false, answer.json());
    }

    /** Shows an address and a code, and waits until the user has agreed in a browser. */
    static Login byDevice(URI server) {
        var begun = ask(server, "auth/device", Map.of("client_id", CLIENT, "scope", "openid offline_access"));
        if (!begun.ok()) {
            throw CliError.refused("no login by browser at " + server + ": " + said(begun));
        }
        var device = begun.json();
        System.err.println("Open "
                + device.path("verification_uri_complete")
                        .asText(device.path("verification_uri").asText())
                + " and confirm the code " + device.path("user_code").asText());
        var pause = new long[] {Math.max(1, device.path("interval").asLong(5))};
        var end = System.nanoTime() + DEVICE_LIMIT.toNanos();
        while (System.nanoTime() < end) {
            Wait.pause(Duration.ofSeconds(pause[0]));
            var answer = ask(
                    server,
                    "token",
                    Map.of(
                            "grant_type",
                            "urn:ietf:params:oauth:grant-type:device_code",
                            "client_id",
                            CLIENT,
                            "device_code",
                            device.path("device_code").asText()));
            if (answer.ok()) {
                return new Login(server, true, answer.json());
            }
            switch (answer.json().path("error").asText()) {
                case "authorization_pending" -> {}
                case "slow_down" -> pause[0] += 5;
                default -> throw CliError.refused("the login was refused: " + said(answer));
            }
        }
        throw CliError.refused("nobody confirmed the login within " + DEVICE_LIMIT.toMinutes() + " minutes");
    }

    /** The login of an earlier {@code --login}, if it still holds. */
    static Optional<Login> remembered(URI server) {
        var token = saved().path(server.toString()).asText();
        if (token.isEmpty()) {
            return Optional.empty();
        }
        var answer = ask(
                server, "token", Map.of("grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", token));
        return answer.ok() ? Optional.of(new Login(server, true, answer.json())) : Optional.empty();
    }

    /** A token that is good for a while; called for each request, so that an upload may outlive many tokens. */
    synchronized String token() {
        if (System.nanoTime() > endsNanos) {
            var answer = ask(
                    server,
                    "token",
                    Map.of("grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", refresh));
            if (!answer.ok()) {
                throw CliError.refused("the login has ended: " + said(answer));
            }
            take(answer.json());
        }
        return access;
    }

    private void take(JsonNode tokens) {
        access = tokens.path("access_token").asText();
        refresh = tokens.path("refresh_token").asText();
        endsNanos = System.nanoTime()
                + Duration.ofSeconds(tokens.path("expires_in").asLong(60))
                        .minus(MARGIN)
                        .toNanos();
        if (remembered) {
            var all = new TreeMap<String, String>();
            saved().properties()
                    .forEach(it -> all.put(it.getKey(), it.getValue().asText()));
            all.put(server.toString(), refresh);
            Json.store(file(), all);
        }
    }

    private static JsonNode saved() {
        return Files.exists(file()) ? Json.read(file()) : Json.object();
    }

    private static Path file() {
        var state = Optional.ofNullable(System.getenv("XDG_STATE_HOME"))
                .filter(it -> !it.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".local/state"));
        return state.resolve("matinee/login.json");
    }

    private static Http.Answer ask(URI server, String endpoint, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        try {
            return Http.send(Http.to(server.resolve("/auth/realms/matinee/protocol/openid-connect/" + endpoint))
                    .header("content-type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
        } catch (IOException e) {
            throw CliError.unhealthy(
                    "no answer from " + server + " (" + e.getMessage() + "); is it up? ./matinee status");
        }
    }

    private static String said(Http.Answer answer) {
        if (answer.body().startsWith("{")) {
            var json = answer.json();
            return json.path("error_description").asText(json.path("error").asText("status " + answer.status()));
        }
        return "status " + answer.status();
    }
}
