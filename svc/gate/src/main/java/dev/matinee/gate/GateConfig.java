package dev.matinee.gate;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.redis.RedisSettings;
import java.net.URI;
import java.time.Duration;

/**
 * All that gate is told from outside.
 *
 * @param publicUrl the gateway as browsers see it
 * @param operatorDomain what operator hosts end in, with a port unless it is the scheme's own
 * @param client the confidential client of the operator pages and its secret
 * @param redis where requests are counted; may forget
 * @param state where revocations and sessions are; must not forget
 */
record GateConfig(
        ServiceSettings service,
        TokenSettings tokens,
        URI publicUrl,
        String operatorDomain,
        Client client,
        RedisSettings redis,
        RedisSettings state,
        Lifetimes lifetimes,
        Revocation revocation,
        Rates rates) {

    record Client(String id, String secret) {
        @Override
        public String toString() {
            return "Client[" + id + "]";
        }
    }

    record Lifetimes(Duration idle, Duration absolute, Duration refresh) {}

    record Revocation(Duration keep, Duration cache) {}

    /**
     * Requests a second.
     *
     * @param comment comments a minute of one user
     * @param login requests a minute of one address where somebody logs in
     * @param signUp an hour of one address that makes new users
     */
    record Rates(int member, int upload, int comment, int login, int signUp) {}

    static GateConfig from(Settings settings) {
        URI publicUrl = settings.uri("public.url");
        if (publicUrl.getHost() == null || !publicUrl.getScheme().matches("https?")) {
            throw new InvalidSettingException("public.url", "must be an http or https address");
        }
        return new GateConfig(
                ServiceSettings.from("gate", settings),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                publicUrl,
                settings.find("operator.domain")
                        .map(domain -> withPort(domain, publicUrl))
                        .orElseGet(publicUrl::getAuthority),
                new Client(settings.text("oidc.client"), settings.text("oidc.secret")),
                new RedisSettings(settings.uri("redis.url"), settings.find("redis.password")),
                new RedisSettings(settings.uri("state.url"), settings.find("state.password")),
                new Lifetimes(
                        settings.positiveDuration("session.idle"),
                        settings.positiveDuration("session.absolute"),
                        settings.positiveDuration("session.refresh")),
                new Revocation(
                        settings.positiveDuration("revocation.keep"), settings.positiveDuration("revocation.cache")),
                new Rates(
                        settings.integer("rate.member", 1, 1_000_000),
                        settings.integer("rate.upload", 1, 1_000_000),
                        settings.integer("rate.comment", 1, 1_000_000),
                        settings.integer("rate.login", 1, 1_000_000),
                        settings.integer("rate.signup", 1, 1_000_000)));
    }

    boolean secure() {
        return "https".equals(publicUrl.getScheme());
    }

    private static String withPort(String domain, URI publicUrl) {
        boolean given = domain.contains(":") || publicUrl.getPort() < 0;
        return given ? domain : domain + ":" + publicUrl.getPort();
    }
}
