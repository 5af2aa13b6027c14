package dev.matinee.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the gateway of the running stack adds to a bare Traefik in front of the same instance of catalog. */
final class GatewayReads {
    static final Row ROW = new Row(
            "gateway", "the running gateway beside a bare Traefik (needs a stack with a film)", GatewayReads::measure);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Each may ask only so often; together they may ask more often than two cores can answer. */
    private static final List<String> DEMO_USERS = List.of("ada", "vera", "max", "olga");

    private GatewayReads() {}

    private static List<Finding> measure(Lab lab) throws IOException, InterruptedException {
        URI gateway = URI.create(environment("MATINEE_URL"));
        String path = "/api/catalog/v1/videos/" + film(gateway);
        URI instance = catalog();
        int port = Server.freePort();
        URI bare = URI.create("http://127.0.0.1:" + port).resolve(path);
        URI ours = gateway.resolve(path);
        try (Server traefik = bareTraefik(lab, port, instance)) {
            traefik.awaitAnswer(bare);
            lab.warmUp().perSecond(lab, ours);
            lab.warmUp().perSecond(lab, bare);
            List<Finding> findings = new ArrayList<>();
            findings.add(Finding.ratio(
                    ROW.name(),
                    "public read through the gateway",
                    "bare Traefik, same instance",
                    "/s",
                    Pairs.take(
                            lab.pairs(),
                            () -> lab.wrk().perSecond(lab, ours),
                            () -> lab.wrk().perSecond(lab, bare)),
                    Target.atLeast(0.90)));
            // One at a time: with more, half of the time is the queue's.
            Wrk one = Wrk.of(1, lab.length());
            findings.add(Finding.difference(
                    ROW.name(),
                    "public read through the gateway, p50, one at a time",
                    "bare Traefik, same instance",
                    "ms",
                    Pairs.take(
                            lab.pairs(),
                            () -> one.run(lab, ours).p50Millis(),
                            () -> one.run(lab, bare).p50Millis()),
                    Target.atMost(1, "ms")));
            Path script = Files.writeString(lab.work().resolve("members.lua"), membersOf(gateway, path));
            findings.add(Finding.ratio(
                    ROW.name(),
                    "member read through the gateway",
                    "bare Traefik, same instance, same tokens",
                    "/s",
                    Pairs.take(
                            lab.pairs(),
                            () -> lab.wrk().script(script.toString()).perSecond(lab, ours),
                            () -> lab.wrk().script(script.toString()).perSecond(lab, bare)),
                    Target.atLeast(0.35)));
            return findings;
        }
    }

    private static Server bareTraefik(Lab lab, int port, URI instance) throws IOException {
        Path routes = Files.writeString(lab.work().resolve("bare-traefik.yml"), """
                http:
                  routers:
                    all: { rule: "PathPrefix(`/`)", service: catalog }
                  services:
                    catalog: { loadBalancer: { servers: [ { url: "%s" } ] } }
                """.formatted(instance));
        List<String> command = new ArrayList<>(lab.onEveryCore());
        command.addAll(List.of(
                lab.tool("traefik"),
                "--entrypoints.web.address=127.0.0.1:" + port,
                "--providers.file.filename=" + routes,
                "--global.checknewversion=false",
                "--global.sendanonymoususage=false",
                "--log.level=ERROR"));
        return Server.start(lab, "bare-traefik", command, Map.of());
    }

    private static String membersOf(URI gateway, String path) throws IOException, InterruptedException {
        StringBuilder lua = new StringBuilder("local tokens = {\n");
        for (String user : DEMO_USERS) {
            lua.append('"').append(login(gateway, user)).append("\",\n");
        }
        return lua.append("""
                }
                local at = 0
                request = function()
                    at = at %% #tokens + 1
                    return wrk.format("GET", "%s", { Authorization = "Bearer " .. tokens[at] })
                end
                """.formatted(path)).toString();
    }

    private static String login(URI gateway, String user) throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=matinee-cli&scope=openid&username=" + user + "&password="
                + URLEncoder.encode(environment("MATINEE_PASSWORD"), StandardCharsets.UTF_8);
        return json(HttpRequest.newBuilder(gateway.resolve("/auth/realms/matinee/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form)))
                .path("access_token")
                .asText();
    }

    private static String film(URI gateway) throws IOException, InterruptedException {
        JsonNode first = json(HttpRequest.newBuilder(gateway.resolve("/api/catalog/v1/videos?limit=1")))
                .path("data")
                .path(0);
        if (first.isMissingNode()) {
            throw new BenchException("the stack has no public film; publish one: ./matinee demo");
        }
        return first.path("id").asText();
    }

    private static URI catalog() throws IOException, InterruptedException {
        JsonNode service = json(HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:8500/v1/health/service/catalog?passing=true")))
                .path(0)
                .path("Service");
        if (service.isMissingNode()) {
            throw new BenchException("no instance of catalog passes in Consul; is the stack up? ./matinee status");
        }
        return URI.create("http://" + service.path("Address").asText() + ":"
                + service.path("Port").asInt());
    }

    private static JsonNode json(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.timeout(Duration.ofSeconds(15)).build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new BenchException(asked.uri() + " answers " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (java.net.ConnectException e) {
            throw new BenchException("nothing listens at " + asked.uri().getAuthority() + "; ./matinee up", e);
        }
    }

    private static String environment(String name) {
        return Optional.ofNullable(System.getenv(name))
                .filter(value -> !value.isBlank())
                .orElseThrow(() -> new BenchException(name + " is not set; start me by ./matinee bench"));
    }
}
