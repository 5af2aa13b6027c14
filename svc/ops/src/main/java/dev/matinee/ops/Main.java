package dev.matinee.ops;

import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.ServiceTokens;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The service, wired by hand. */
public final class Main {
    private static final String API = "/api/ops/v1";
    private static final Duration CONNECT = Duration.ofSeconds(1);
    /** Nothing here is for everybody, so there is one router. */
    static final List<String> TRAEFIK_TAGS = List.of(
            "traefik.http.routers.ops.rule=PathPrefix(`/api/ops/`)",
            "traefik.http.routers.ops.entrypoints=web",
            "traefik.http.routers.ops.middlewares=member@file");

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run(OpsConfig.NAME, () -> start(OpsConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(OpsConfig config, Clock clock) {
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);
        HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
        Duration patience = config.patience();
        Prometheus prometheus =
                new Prometheus(JsonSource.of(Source.PROMETHEUS, config.servers().prometheus(), client, patience));
        JsonSource elasticsearch =
                JsonSource.of(Source.ELASTICSEARCH, config.servers().elasticsearch(), client, patience);
        KafkaAdmin kafka = new KafkaAdmin(config.kafka(), patience);
        LetterBoxes boxes = new LetterBoxes(kafka, config.kafka(), clock);
        HouseRoutes house = new HouseRoutes(
                new ConsulServices(consul(config, client)),
                new NomadJobs(nomad(config)),
                new KafkaQueues(kafka),
                new HouseRoutes.Numbers(
                        new RateLimits(prometheus),
                        new Failures(prometheus, elasticsearch),
                        new Storage(prometheus, elasticsearch)),
                new Links(config.publicUrl(), config.pages()),
                tokens);
        UserRoutes users = new UserRoutes(
                new Users(config.realm(), new ServiceTokens(config.ownTokens(), clock), client, patience),
                new Gates(config.servers().gates(), client, patience),
                tokens);

        // Ready whoever is away: to tell that is what it is for.
        return ServiceServer.builder(config.service())
                .tags(TRAEFIK_TAGS)
                .routing(routing -> routing.register(API, house, new LetterRoutes(boxes, tokens), users))
                .closing(client)
                .closing(kafka)
                .closing(boxes)
                .start();
    }

    private static JsonSource consul(OpsConfig config, HttpClient client) {
        Map<String, String> headers = config.service()
                .consulToken()
                .map(token -> Map.of("X-Consul-Token", token))
                .orElse(Map.of());
        return JsonSource.ofHashicorp(Source.CONSUL, config.service().consul(), headers, client, config.patience());
    }

    private static JsonSource nomad(OpsConfig config) {
        OpsConfig.Nomad nomad = config.nomad();
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT);
        nomad.tls().ifPresent(files -> NomadTls.with(files, client));
        Map<String, String> headers =
                nomad.token().map(token -> Map.of("X-Nomad-Token", token)).orElse(Map.of());
        return JsonSource.ofHashicorp(Source.NOMAD, nomad.url(), headers, client.build(), config.patience());
    }
}
