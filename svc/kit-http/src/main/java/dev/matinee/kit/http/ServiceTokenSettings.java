package dev.matinee.kit.http;

import java.net.URI;

/**
 * How a service gets a token of its own.
 *
 * @param endpoint Keycloak's token endpoint, as this service reaches it ({@code auth.tokens})
 * @param client the confidential client ({@code auth.client})
 * @param secret its secret ({@code auth.secret})
 */
public record ServiceTokenSettings(URI endpoint, String client, String secret) {
    /** From {@code auth.tokens}, {@code auth.client} and {@code auth.secret}; a missing one is refused by name. */
    public static ServiceTokenSettings from(Settings settings) {
        return new ServiceTokenSettings(
                settings.uri("auth.tokens"), settings.text("auth.client"), settings.text("auth.secret"));
    }

    /** Without the secret, which must not reach a log. */
    @Override
    public String toString() {
        return "ServiceTokenSettings[" + endpoint + " as " + client + "]";
    }
}
