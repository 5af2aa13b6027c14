package dev.matinee.kit.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keycloak with the project's realm and its demo users (see {@code nomad-jobs/keycloak}), each version at most once per JVM.
 * Its host name follows the request, so the issuer is the address that {@link #issuer()} tells.
 */
public final class KeycloakServer extends TestServer {
    /** The version that development runs. */
    public static final String VERSION = "26.2.1";

    /** The version that production runs. */
    public static final String PRODUCTION_VERSION = "26.7.3";

    /** The password of the demo users {@code ada} (creator), {@code vera} (viewer), {@code max} (moderator) and {@code olga} (operator). */
    public static final String PASSWORD = "Demo-Passw0rd!";

    /** The secret of the client {@code matinee-gate}. */
    public static final String GATE_SECRET = "gate-test-secret";

    /** The secret of the client {@code matinee-services}. */
    public static final String SERVICES_SECRET = "services-test-secret";

    /** The secret of the client {@code matinee-ops}. */
    public static final String OPS_SECRET = "ops-test-secret";

    private static final Map<String, Once<KeycloakServer>> SHARED = new HashMap<>();
    private static final List<String> BUILD = List.of("--db=dev-file", "--http-relative-path=/auth");
    private static final String PROTOCOL = "/protocol/openid-connect/";

    private final Path installation;
    private final int port = Ports.free();
    private final int publicPort = Ports.free();
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private KeycloakServer(String version, Path realm) {
        super("keycloak-" + version);
        installation = Tools.keycloak(version, BUILD);
        Path target = home().resolve("data").resolve("import");
        try {
            for (String part : List.of("lib", "conf", "providers", "themes")) {
                Files.createSymbolicLink(home().resolve(part), installation.resolve(part));
            }
            Files.createDirectories(target);
            Files.copy(realm, target.resolve(realm.getFileName().toString()));
            Path users = realm.resolveSibling("demo").resolve("matinee-users-0.json");
            if (Files.exists(users)) {
                Files.copy(users, target.resolve("matinee-users-0.json"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one Keycloak {@link #VERSION} of this JVM with the project's realm, started on first use. */
    public static KeycloakServer shared() {
        return shared(VERSION);
    }

    /** The one Keycloak of that version of this JVM with the project's realm, started on first use. */
    public static KeycloakServer shared(String version) {
        return shared(version, projectRealm());
    }

    /** As {@link #shared(String)}, with another realm file; the first use of a version decides its realm. */
    public static KeycloakServer shared(String version, Path realm) {
        Once<KeycloakServer> once;
        synchronized (SHARED) {
            once = SHARED.computeIfAbsent(
                    version,
                    key -> new Once<>(() -> {
                        KeycloakServer server = new KeycloakServer(key, realm);
                        server.start();
                        return server;
                    }));
        }
        return once.get();
    }

    /** The realm file of the checkout that the test runs in. */
    public static Path projectRealm() {
        return ProjectFile.of("nomad-jobs/keycloak/matinee-realm.json");
    }

    /** {@code http://localhost:port/auth/realms/matinee}, for {@code auth.issuer}. */
    public String issuer() {
        return base() + "/realms/matinee";
    }

    /** The address of the key set, for {@code auth.jwks}. */
    public URI jwks() {
        return URI.create(issuer() + PROTOCOL + "certs");
    }

    /**
     * The port where the realm expects the gateway: redirects go to {@code http://localhost:port} and, for operator pages, to
     * {@code http://consul.localhost:port} and its siblings. Nothing listens there until the test does.
     */
    public int publicPort() {
        return publicPort;
    }

    /** An access token by the password grant, which the development realm allows for {@code matinee-cli}. */
    public String token(String user, String password, String clientId) {
        return grant(Map.of("grant_type", "password", "client_id", clientId, "username", user, "password", password));
    }

    /** An access token of a confidential client for itself. */
    public String clientToken(String clientId, String secret) {
        return grant(Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret));
    }

    /** The access token that the token endpoint answers to any grant. */
    public String grant(Map<String, String> form) {
        return grantAll(form).path("access_token").asText();
    }

    /** The whole answer of the token endpoint; {@code openid} is asked for, so that there is an ID token too. */
    public JsonNode grantAll(Map<String, String> form) {
        Map<String, String> all = new HashMap<>(form);
        all.putIfAbsent("scope", "openid");
        String body = all.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(issuer() + PROTOCOL + "token"))
                            .timeout(Duration.ofSeconds(30))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("no token: " + answer.statusCode() + " " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String base() {
        return "http://localhost:" + port + "/auth";
    }

    @Override
    List<String> command() {
        // Not by kc.sh, which would take its data folder from the installation that all test processes share.
        return List.of(
                Tools.java(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dkc.home.dir=" + home(),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "-Dnet.bytebuddy.experimental=true",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-cp",
                installation.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--cache=local",
                "--hostname-strict=false");
    }

    @Override
    Map<String, String> environment() {
        return Map.of(
                "MATINEE_PUBLIC_URL",
                "http://localhost:" + publicPort,
                "MATINEE_OPERATOR_SCHEME",
                "http",
                "MATINEE_OPERATOR_DOMAIN",
                "localhost:" + publicPort,
                "MATINEE_PASSWORD_GRANT",
                "true",
                "MATINEE_DEMO_PASSWORD",
                PASSWORD,
                "MATINEE_GATE_SECRET",
                GATE_SECRET,
                "MATINEE_SERVICES_SECRET",
                SERVICES_SECRET,
                "MATINEE_OPS_SECRET",
                OPS_SECRET);
    }

    @Override
    Duration startLimit() {
        return Duration.ofMinutes(4);
    }

    @Override
    boolean answers() throws IOException, InterruptedException {
        return client.send(
                                HttpRequest.newBuilder(URI.create(issuer() + "/.well-known/openid-configuration"))
                                        .timeout(Duration.ofSeconds(10))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }
}
