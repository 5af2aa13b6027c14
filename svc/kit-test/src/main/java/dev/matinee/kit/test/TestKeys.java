package dev.matinee.kit.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An RSA key of an issuer and the JWKS endpoint that publishes it (RFC 7517), without Keycloak. */
public final class TestKeys implements AutoCloseable {
    private static final Once<TestKeys> SHARED = new Once<>(TestKeys::new);

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Key key = Key.generate();

    private record Key(String id, KeyPair pair) {
        static Key generate() {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                return new Key(UUID.randomUUID().toString(), generator.generateKeyPair());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A key of its own and its endpoint on a free port; the caller closes it. */
    public TestKeys() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/certs", exchange -> {
            requests.incrementAndGet();
            byte[] body = document();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** The keys that most tests of a JVM can share; never rotated, never closed. */
    public static TestKeys shared() {
        return SHARED.get();
    }

    /** The address of the key set, for {@code auth.jwks}. */
    public URI jwks() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/certs");
    }

    /** How often the key set was fetched. */
    public int requests() {
        return requests.get();
    }

    /** Replaces the key; tokens signed before no longer verify against what the endpoint shows. */
    public void rotate() {
        key = Key.generate();
    }

    public String keyId() {
        return key.id();
    }

    public RSAPublicKey publicKey() {
        return (RSAPublicKey) key.pair().getPublic();
    }

    PrivateKey privateKey() {
        return key.pair().getPrivate();
    }

    /** The endpoint stops answering. */
    @Override
    public void close() {
        server.stop(0);
    }

    private byte[] document() {
        RSAPublicKey shown = publicKey();
        Map<String, Object> entry = Map.of(
                "kty",
                "RSA",
                "kid",
                keyId(),
                "use",
                "sig",
                "alg",
                "RS256",
                "n",
                unsigned(shown.getModulus()),
                "e",
                unsigned(shown.getPublicExponent()));
        try {
            return new ObjectMapper().writeValueAsBytes(Map.of("keys", List.of(entry)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int sign = bytes[0] == 0 ? 1 : 0;
        byte[] magnitude = Arrays.copyOfRange(bytes, sign, bytes.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
    }
}
