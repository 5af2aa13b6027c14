package dev.matinee.ops;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.ServiceTokenSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set.
 *
 * @param realm Keycloak's admin API of the realm
 * @param patience with each that is asked
 */
record OpsConfig(
        ServiceSettings service,
        Nomad nomad,
        Servers servers,
        KafkaSettings kafka,
        URI realm,
        TokenSettings tokens,
        ServiceTokenSettings ownTokens,
        URI publicUrl,
        Pages pages,
        Duration patience) {
    static final String NAME = "ops";

    /**
     * An agent of Nomad.
     *
     * @param url empty where there is none to ask
     * @param token empty where Nomad asks nobody who they are
     * @param tls empty where it speaks plain HTTP
     */
    record Nomad(Optional<URI> url, Optional<String> token, Optional<Tls> tls) {
        @Override
        public String toString() {
            return "Nomad[" + url + "]";
        }
    }

    /** Files in PEM: whom to believe, and who we are. */
    record Tls(Path authority, Path certificate, Path key) {}

    /** Those that need no more than an address; none is known where they do not run. */
    record Servers(List<URI> prometheus, List<URI> elasticsearch, List<URI> gates) {}

    /**
     * Operators' pages.
     *
     * @param domain what they are below; empty = the public host
     * @param names of those below it
     */
    record Pages(Optional<String> domain, List<String> names, Optional<URI> grafana) {}

    static OpsConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(NAME, settings);
        return new OpsConfig(
                service,
                new Nomad(settings.findUri("nomad.url"), settings.find("nomad.token"), tls(settings)),
                new Servers(
                        addresses(settings, "prometheus.urls"),
                        addresses(settings, "elasticsearch.urls"),
                        addresses(settings, "gate.urls")),
                new KafkaSettings(
                        settings.text("kafka.bootstrap"),
                        service.id(),
                        settings.find("kafka.user")
                                .map(user -> new KafkaSettings.Login(user, settings.text("kafka.password")))),
                settings.uri("users.url"),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                ServiceTokenSettings.from(settings),
                settings.uri("public.url"),
                new Pages(
                        settings.find("pages.domain"),
                        settings.find("pages.names").isEmpty() ? List.of() : names(settings),
                        settings.findUri("pages.grafana")),
                settings.duration("patience", Duration.ofMillis(100), Duration.ofSeconds(10)));
    }

    private static Optional<Tls> tls(Settings settings) {
        return settings.find("nomad.ca")
                .map(authority -> new Tls(
                        Path.of(authority),
                        Path.of(settings.text("nomad.certificate")),
                        Path.of(settings.text("nomad.key"))));
    }

    private static List<URI> addresses(Settings settings, String key) {
        return settings.find(key).isEmpty() ? List.of() : settings.addresses(key);
    }

    private static List<String> names(Settings settings) {
        List<String> names = settings.list("pages.names");
        if (!names.stream().allMatch(name -> name.matches("[a-z][a-z0-9-]{0,40}"))) {
            throw new InvalidSettingException("pages.names", "must be names of hosts between commas");
        }
        return names;
    }
}
