package dev.matinee.ops;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.ServiceTokens;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Who has an account, by Keycloak's admin API, as the client {@code matinee-ops}. */
final class Users {
    private static final long LARGEST_BYTES = 4L * 1024 * 1024;
    /** Others are Keycloak's own. */
    private static final Set<String> ROLES =
            Arrays.stream(Role.values()).map(Role::realmName).collect(Collectors.toUnmodifiableSet());

    private final URI realm;
    private final ServiceTokens tokens;
    private final HttpClient client;
    private final Duration timeout;

    /** @param realm {@code …/admin/realms/<realm>} */
    Users(URI realm, ServiceTokens tokens, HttpClient client, Duration timeout) {
        this.realm = realm;
        this.tokens = tokens;
        this.client = client;
        this.timeout = timeout;
    }

    /**
     * Some of them, in Keycloak's order, which is that of names. It knows no cursor but a number, so who is made or removed
     * meanwhile moves the next page by one.
     *
     * @param search part of a name or address; empty for all
     */
    List<User> list(String search, int first, int limit) {
        String question = "/users?briefRepresentation=true&first=" + first + "&max=" + limit
                + (search.isEmpty() ? "" : "&search=" + encoded(search));
        JsonNode found = ask("GET", question, null);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<User>> users = StreamSupport.stream(found.spliterator(), false)
                    .map(each -> threads.submit(() -> user(each)))
                    .toList();
            List<User> all = new ArrayList<>();
            for (Future<User> user : users) {
                all.add(user.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException problem
                    ? problem
                    : ProblemException.of(OpsError.SOURCE_AWAY, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.of(OpsError.SOURCE_AWAY, e);
        }
    }

    User get(String id) {
        return user(ask("GET", "/users/" + encoded(id), null));
    }

    /** Lets somebody log in, or no more; what they are logged in with at Keycloak then ends. */
    void enable(String id, boolean enabled) {
        ask("PUT", "/users/" + encoded(id), Map.of("enabled", enabled));
        if (!enabled) {
            ask("POST", "/users/" + encoded(id) + "/logout", Map.of());
        }
    }

    private User user(JsonNode user) {
        String id = user.path("id").asText();
        JsonNode roles = ask("GET", "/users/" + encoded(id) + "/role-mappings/realm/composite", null);
        return new User(
                id,
                user.path("username").asText(),
                filled(user.path("firstName").asText("") + " "
                        + user.path("lastName").asText("")),
                filled(user.path("email").asText("")),
                user.path("enabled").asBoolean(),
                Instant.ofEpochMilli(user.path("createdTimestamp").asLong()),
                StreamSupport.stream(roles.spliterator(), false)
                        .map(role -> role.path("name").asText())
                        .filter(ROLES::contains)
                        .sorted()
                        .toList());
    }

    private JsonNode ask(String method, String path, @Nullable Object body) {
        String token = tokens.token();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(realm + path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + token);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.write(body)));
        }
        try {
            HttpResponse<byte[]> response =
                    client.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_BYTES));
            return switch (response.statusCode()) {
                case 200 -> Objects.requireNonNull(Json.mapper().readTree(response.body()));
                case 204 -> Json.mapper().nullNode();
                case 404 -> throw ProblemException.of(OpsError.USER_UNKNOWN);
                case 401 -> {
                    tokens.refused(token);
                    throw away(new IOException("Keycloak refuses our token"));
                }
                default -> throw away(new IOException("Keycloak answers " + response.statusCode()));
            };
        } catch (JacksonException e) {
            throw away(e);
        } catch (IOException e) {
            throw away(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(e);
        }
    }

    private static ProblemException away(Exception cause) {
        return ProblemException.of(OpsError.SOURCE_AWAY, cause).withDetail("Keycloak does not answer just now.");
    }

    private static @Nullable String filled(String text) {
        return text.isBlank() ? null : text.strip();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
