package dev.matinee.notify;

import dev.matinee.kit.http.ServiceSettings;
import dev.matinee.kit.http.ServiceTokenSettings;
import dev.matinee.kit.http.Settings;
import dev.matinee.kit.http.Settings.InvalidSettingException;
import dev.matinee.kit.http.TokenSettings;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.sql.DatabaseSettings;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can be set.
 *
 * @param publicUrl the gateway as browsers see it
 * @param people Keycloak's admin API of the realm
 * @param catalog its instances
 * @param contact whom a push service may ask about us
 */
record NotifyConfig(
        ServiceSettings service,
        DatabaseSettings database,
        KafkaSettings kafka,
        TokenSettings tokens,
        ServiceTokenSettings ownTokens,
        URI publicUrl,
        URI people,
        List<URI> catalog,
        Key key,
        Mail mail,
        OutsideClient.Settings outside,
        Streams.Limits streams,
        Work work,
        URI contact) {
    static final String NAME = "notify";

    /** The one key of the service; never shown. */
    record Key(String base64) {
        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String toString() {
            return "Key";
        }
    }

    /** @param user absent where the server asks nobody */
    record Mail(String host, int port, boolean starttls, Optional<String> user, String password, String from) {
        @Override
        public String toString() {
            return "Mail[" + host + ":" + port + " from " + from + "]";
        }
    }

    /**
     * @param fresh how old an event may be to be told
     * @param poll how often what is due is looked for
     * @param places how many are sent at once by one medium
     */
    record Work(Duration fresh, Duration poll, int places) {}

    static NotifyConfig from(Settings settings) {
        ServiceSettings service = ServiceSettings.from(NAME, settings);
        return new NotifyConfig(
                service,
                new DatabaseSettings(
                        settings.text("db.url"),
                        settings.text("db.user"),
                        settings.text("db.password"),
                        settings.integer("db.pool", 4, 100)),
                new KafkaSettings(
                        settings.text("kafka.bootstrap"),
                        service.id(),
                        settings.find("kafka.user")
                                .map(user -> new KafkaSettings.Login(user, settings.text("kafka.password")))),
                new TokenSettings(
                        settings.uri("auth.issuer"), settings.uri("auth.jwks"), settings.text("auth.audience")),
                ServiceTokenSettings.from(settings),
                settings.uri("public.url"),
                settings.uri("people.url"),
                settings.addresses("catalog.urls"),
                key(settings),
                mail(settings),
                new OutsideClient.Settings(
                        // A try that outlasts its lease is made twice at once; the other half is to keep how it ended.
                        settings.duration("outside.timeout", Duration.ofMillis(100), DeliveryStore.LEASE.dividedBy(2)),
                        settings.integer("outside.connections", 1, 1_000),
                        allowed(settings)),
                new Streams.Limits(
                        settings.integer("streams.member", 1, 100),
                        settings.integer("streams.all", 1, 100_000),
                        settings.duration("streams.heartbeat", Duration.ofMillis(50), Duration.ofSeconds(55))),
                new Work(
                        settings.duration("work.fresh", Duration.ofMinutes(1), Duration.ofDays(30)),
                        settings.duration("work.poll", Duration.ofMillis(10), Duration.ofMinutes(1)),
                        settings.integer("work.places", 1, 200)),
                settings.uri("push.contact"));
    }

    private static Mail mail(Settings settings) {
        String from = settings.text("mail.from");
        if (!from.matches("[^@\\s]+@[^@\\s]+")) {
            throw new InvalidSettingException("mail.from", "is no address");
        }
        return new Mail(
                settings.text("mail.host"),
                settings.integer("mail.port", 1, 65_535),
                settings.flag("mail.starttls"),
                settings.find("mail.user"),
                settings.find("mail.password").orElse(""),
                from);
    }

    private static Key key(Settings settings) {
        Key key = new Key(settings.text("notify.key"));
        try {
            if (key.bytes().length == 32) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidSettingException("notify.key", "is not base64");
        }
        throw new InvalidSettingException("notify.key", "must be 32 bytes in base64");
    }

    private static Set<String> allowed(Settings settings) {
        Set<String> allowed = new HashSet<>();
        for (String each : settings.find("outside.allowed")
                .map(text -> List.of(text.split(",")))
                .orElse(List.of())) {
            if (!each.strip().matches("[^:\\s]+:[0-9]{1,5}")) {
                throw new InvalidSettingException("outside.allowed", "must be host:port, with commas between");
            }
            allowed.add(each.strip());
        }
        return Set.copyOf(allowed);
    }
}
