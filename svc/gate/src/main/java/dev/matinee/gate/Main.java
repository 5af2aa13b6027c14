package dev.matinee.gate;

import dev.matinee.kit.http.ServiceMain;
import dev.matinee.kit.http.ServiceServer;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.redisson.config.ConstantDelay;

public final class Main {
    /** The questions of the gateway are asked inside the network and have no route from outside. */
    private static final List<String> ROUTES = List.of(
            "traefik.http.routers.gate.rule=PathPrefix(`/api/gate/`)"
                    + " && !Path(`/api/gate/v1/verify`) && !Path(`/api/gate/v1/operator`)",
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
        RedissonClient redis = redis(config.redis());
        TokenVerifier tokens = new TokenVerifier(config.tokens(), clock);
        Revocations revocations = new Revocations(redis, config.revocation(), clock);
        IdentityProvider identity = new IdentityProvider(config, tokens, clock);
        SessionStore store = new SessionStore(redis, config.lifetimes(), clock);
        Sessions sessions = new Sessions(store, identity, revocations, config.lifetimes(), clock);
        OperatorHosts hosts = new OperatorHosts(config.publicUrl(), config.operatorDomain());
        Cookies cookies = new Cookies(config.secure());
        Pages pages = new Pages(config.publicUrl(), config.tokens().issuer());
        // Ready without Redis or Keycloak, too: what it cannot tell it answers with a 503, and without a gate the
        // gateway
        // would have to say so itself.
        return ServiceServer.builder(config.service())
                .routing(rules -> rules.register(
                                "/api/gate/v1",
                                new VerifyRoutes(tokens, revocations, new UserRates(redis, config.rates())),
                                new OperatorRoutes(hosts, sessions, identity, cookies, pages, clock))
                        .register("/_gate", new LoginRoutes(hosts, sessions, identity, cookies, pages, config, clock)))
                .tags(ROUTES)
                .closing(redis::shutdown)
                .start();
    }

    private static RedissonClient redis(GateConfig.Redis settings) {
        Config redisson = new Config();
        // A gate that starts before Redis answers 503 until it is there, instead of not starting.
        redisson.setLazyInitialization(true);
        redisson.setUseScriptCache(true);
        settings.password().ifPresent(redisson::setPassword);
        redisson.useSingleServer()
                .setAddress(settings.url().toString())
                .setConnectTimeout(1_000)
                // A request waits for this twice at most when Redis hangs.
                .setTimeout(700)
                .setRetryAttempts(1)
                .setRetryDelay(new ConstantDelay(Duration.ofMillis(100)))
                .setSubscriptionConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionPoolSize(4)
                .setConnectionMinimumIdleSize(2)
                .setConnectionPoolSize(16);
        return Redisson.create(redisson);
    }
}
