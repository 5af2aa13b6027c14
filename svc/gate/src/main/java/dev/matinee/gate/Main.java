package dev.matinee.gate;

import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.redis.RedisSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;

public final class Main {
    /** A request waits for this twice at most when Redis hangs. */
    private static final RedisSettings.Patience PATIENCE = new RedisSettings.Patience(Duration.ofMillis(700), 1, 16);

    /** The questions of the gateway are asked inside the network and have no route from outside. */
    private static final List<String> ROUTES = List.of(
            "traefik.http.routers.gate.rule=PathPrefix(`/api/gate/`)"
                    + " && !Path(`/api/gate/v1/verify`) && !Path(`/api/gate/v1/operator`)"
                    + " && !PathPrefix(`/api/gate/v1/count/`)",
            "traefik.http.routers.gate.entrypoints=web",
            "traefik.http.routers.gate.middlewares=member@file",
            "traefik.http.routers.gate-public.rule=Path(`/api/gate/v1/openapi.yaml`)"
                    + " && (Method(`GET`) || Method(`HEAD`) || Method(`OPTIONS`))",
            "traefik.http.routers.gate-public.entrypoints=web",
            "traefik.http.routers.gate-public.priority=200",
            "traefik.http.routers.gate-public.middlewares=public-read@file",
            "traefik.http.routers.gate-pages.rule=PathPrefix(`/_gate/`)",
            "traefik.http.routers.gate-pages.entrypoints=web",
            "traefik.http.routers.gate-pages.priority=10000",
            "traefik.http.routers.gate-pages.middlewares=login@file");

    private Main() {}

    public static void main(String[] args) {
        ServiceMain.run("gate", () -> start(GateConfig.from(Settings.load()), Clock.systemUTC()));
    }

    static ServiceServer start(GateConfig config, Clock clock) {
        RedissonClient counts = Redisson.create(config.redis().config(PATIENCE).setUseScriptCache(true));
        RedissonClient state = Redisson.create(config.state().config(PATIENCE).setUseScriptCache(true));
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);
        Revocations revocations = new Revocations(state, config.revocation(), clock);
        IdentityProvider identity = new IdentityProvider(config, tokens, clock);
        SessionStore store = new SessionStore(state, config.lifetimes(), clock);
        Sessions sessions = new Sessions(store, identity, revocations, config.lifetimes(), clock);
        OperatorHosts hosts = new OperatorHosts(config.publicUrl(), config.operatorDomain());
        Cookies cookies = new Cookies(config.secure());
        Pages pages = new Pages(config.publicUrl(), config.tokens().issuer());
        RequestRates rates = new RequestRates(counts, config.rates());
        // Ready without Redis or Keycloak, too: what it cannot tell it answers with a 503, and without a gate the
        // gateway would have to say so itself.
        return ServiceServer.builder(config.service())
                .routing(rules -> rules.register(
                                "/api/gate/v1",
                                new VerifyRoutes(tokens, revocations, rates),
                                new CountRoutes(rates),
                                new OperatorRoutes(hosts, sessions, identity, cookies, pages, clock))
                        .register("/_gate", new LoginRoutes(hosts, sessions, identity, cookies, pages, config, clock)))
                .tags(ROUTES)
                .closing(() -> {
                    counts.shutdown();
                    state.shutdown();
                })
                .start();
    }
}
