package dev.matinee.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * The demo viewer, who follows the demo creator, has a program that takes webhooks and an open page: whatever of a new film
 * reaches her, and when.
 */
final class Follower implements AutoCloseable {
    /** The one private address that notify calls in development ({@code outside_allowed} in dev.var). */
    private static final int RECEIVER_PORT = 9470;

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final String NOTIFY = "/api/notify/v1";

    private final Gateway gateway;
    private final String name;
    private final List<String> pushed = new CopyOnWriteArrayList<>();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final HttpServer receiver;
    private final Webhook signature;
    private final String webhook;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Hook(HttpHeaders headers, String body) {}

    /**
     * One way by which the film came.
     *
     * @param after since it was ready; absent when it did not come in time
     */
    record Arrival(String way, Optional<Duration> after) {
        String line() {
            return after.map(it -> String.format(Locale.ROOT, "%6.1f s  %s", it.toMillis() / 1000.0, way))
                    .orElse("     not  " + way + " (waited " + LIMIT.toSeconds() + " s)");
        }

        /** As the other suites' logs say what failed. */
        String logLine() {
            return (after.isPresent() ? "  ok    " : "  fail  ") + line().strip();
        }

        void addTo(ObjectNode json) {
            json.put("way", way);
            after.ifPresent(it -> json.put("millis", it.toMillis()));
        }
    }

    private Follower(Gateway gateway, String name, HttpServer receiver, JsonNode webhook, String secret) {
        this.gateway = gateway;
        this.name = name;
        this.receiver = receiver;
        this.webhook = webhook.path("id").asText();
        this.signature = new Webhook(secret);
        receiver.createContext("/", this::take);
        receiver.setExecutor(threads);
        receiver.start();
        threads.execute(this::listen);
    }

    /** Follows whom this login is, and listens from then on. */
    static Follower of(Checkout checkout, URI base, Login creator) {
        var name = Addresses.demoUser(checkout, "viewer");
        var gateway = new Gateway(base, Login.byPassword(base, name, Addresses.demoPassword(checkout)), Trace.begin());
        var channel = ask(new Gateway(base, creator, Trace.begin()), "GET", "/api/catalog/v1/me", "")
                .path("channel")
                .path("id")
                .asText();
        ask(gateway, "PUT", "/api/catalog/v1/channels/" + channel + "/follow", "");
        HttpServer receiver;
        try {
            receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), RECEIVER_PORT), 0);
        } catch (IOException e) {
            throw CliError.machine(
                    "port " + RECEIVER_PORT + " is taken, where webhooks are to arrive: " + e.getMessage());
        }
        var address = "http://127.0.0.1:" + RECEIVER_PORT + "/";
        // What a run that was cut left behind.
        for (var old : ask(gateway, "GET", NOTIFY + "/webhooks", "").path("data")) {
            if (old.path("url").asText().equals(address)) {
                ask(gateway, "DELETE", NOTIFY + "/webhooks/" + old.path("id").asText(), "");
            }
        }
        var webhook = ask(
                gateway, "POST", NOTIFY + "/webhooks", Json.write(Json.object().put("url", address)));
        var secret = ask(
                        gateway,
                        "GET",
                        NOTIFY + "/webhooks/" + webhook.path("id").asText() + "/secret",
                        "")
                .path("secret")
                .asText();
        return new Follower(gateway, name, receiver, webhook, secret);
    }

    String name() {
        return name;
    }

    /** How a film that is ready now reaches her; each way is waited for, at most a minute. */
    List<Arrival> arrivals(String video, String title) {
        var ready = System.nanoTime();
        var typed = URLEncoder.encode(mistyped(title), StandardCharsets.UTF_8);
        var ways = new LinkedHashMap<String, BooleanSupplier>();
        ways.put("in the feed of those she follows", () -> tells("/api/feed/v1/following?limit=50", video));
        ways.put(
                "found by \"" + mistyped(title) + "\"",
                () -> tells("/api/search/v1/search?limit=50&q=" + typed, video));
        ways.put("in the inbox", () -> tells(NOTIFY + "/notifications?limit=50", video));
        ways.put("live, on the open page", () -> pushed.stream().anyMatch(it -> it.contains(video)));
        ways.put("by webhook, its signature verified", () -> hooks.stream().anyMatch(it -> signed(it, video)));
        ways.put("by e-mail", () -> mailed(video));
        return ways.entrySet().stream()
                .map(way -> CompletableFuture.supplyAsync(() -> arrival(ready, way.getKey(), way.getValue()), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    private static Arrival arrival(long ready, String way, BooleanSupplier there) {
        return Wait.until(LIMIT, POLL, there)
                ? new Arrival(way, Optional.of(Duration.ofNanos(System.nanoTime() - ready)))
                : new Arrival(way, Optional.empty());
    }

    private boolean tells(String path, String video) {
        var answer = gateway.send(gateway.poll(gateway.at(path)).GET().build());
        return answer.ok() && answer.body().contains(video);
    }

    private boolean signed(Hook hook, String video) {
        try {
            signature.verify(hook.body(), hook.headers());
            return hook.body().contains(video);
        } catch (WebhookVerificationException e) {
            return false;
        }
    }

    private static boolean mailed(String video) {
        return Health.of("mail")
                .passing()
                .map(it -> {
                    try {
                        return Http.get(URI.create("http://" + it + "/api/email"))
                                .body()
                                .contains(video);
                    } catch (IOException e) {
                        return false;
                    }
                })
                .orElse(false);
    }

    /** The longest word without its middle letter. */
    static String mistyped(String title) {
        var longest = Stream.of(title.split(" "))
                .max((a, b) -> Integer.compare(a.length(), b.length()))
                .orElse(title);
        var middle = longest.length() / 2;
        return longest.length() < 4
                ? title
                : title.replace(longest, longest.substring(0, middle) + longest.substring(middle + 1));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readNBytes(1 << 20), StandardCharsets.UTF_8);
            hooks.add(new Hook(HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true), body));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void listen() {
        var request = gateway.poll(gateway.at(NOTIFY + "/stream"))
                .timeout(Duration.ofHours(1))
                .GET()
                .build();
        Http.lines(request, pushed::add);
    }

    private static JsonNode ask(Gateway gateway, String method, String path, String body) {
        var request = gateway.request(gateway.at(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("content-type", "application/json");
        }
        HttpRequest asked = request.build();
        var answer = gateway.send(asked);
        if (!answer.ok()) {
            throw Gateway.refusal(method + " " + path, answer);
        }
        return answer.body().startsWith("{") ? answer.json() : Json.object();
    }

    @Override
    public void close() {
        receiver.stop(0);
        threads.shutdownNow();
        ask(gateway, "DELETE", NOTIFY + "/webhooks/" + webhook, "");
    }
}
