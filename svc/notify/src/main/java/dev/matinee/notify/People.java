package dev.matinee.notify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ServiceTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks Keycloak's admin API who people are; the services' client may view users and nothing else. */
final class People {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final URI realm;
    private final ServiceTokens tokens;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** @param realm {@code …/admin/realms/<realm>} */
    People(URI realm, ServiceTokens tokens) {
        this.realm = realm;
        this.tokens = tokens;
    }

    /**
     * Somebody with an account.
     *
     * @param email null when there is none that they proved to be theirs
     * @param language BCP 47, as they chose it in their account
     */
    record Person(
            String id,
            String name,
            @Nullable String email,
            @Nullable String language) {}

    /** Empty for nobody, or somebody whose account is closed. */
    Optional<Person> find(String id) throws IOException {
        return ask("/users/" + URLEncoder.encode(id, StandardCharsets.UTF_8)).flatMap(People::person);
    }

    /** The ids of those with an account, in Keycloak's order. */
    List<String> list(int first, int limit) throws IOException {
        List<String> ids = new ArrayList<>();
        ask("/users?briefRepresentation=true&first=" + first + "&max=" + limit)
                .ifPresent(
                        users -> users.forEach(user -> ids.add(user.path("id").asText())));
        return ids;
    }

    private Optional<JsonNode> ask(String path) throws IOException {
        try {
            String token = tokens.token();
            HttpRequest request = HttpRequest.newBuilder(URI.create(realm + path))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + token)
                    .build();
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return switch (response.statusCode()) {
                case 200 -> Optional.of(Json.mapper().readTree(response.body()));
                case 404 -> Optional.empty();
                case 401 -> {
                    tokens.refused(token);
                    throw new IOException("Keycloak refuses our token");
                }
                default -> throw new IOException("Keycloak answers " + response.statusCode());
            };
        } catch (ProblemException e) {
            throw new IOException("no token for Keycloak", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static Optional<Person> person(JsonNode user) {
        if (!user.path("enabled").asBoolean()) {
            return Optional.empty();
        }
        String name = user.path("firstName").asText("");
        String email = user.path("email").asText("");
        String language = user.path("attributes").path("locale").path(0).asText("");
        return Optional.of(new Person(
                user.path("id").asText(),
                name.isBlank() ? user.path("username").asText() : name,
                email.isBlank() || !user.path("emailVerified").asBoolean() ? null : email,
                language.isBlank() ? null : language));
    }
}
