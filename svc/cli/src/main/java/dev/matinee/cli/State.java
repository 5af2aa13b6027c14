package dev.matinee.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code up} settled for this checkout and later commands must agree with: the two ports. */
record State(int gatewayPort, int artifactsPort) {
    static final int DEFAULT_GATEWAY_PORT = 8080;

    static State load(Checkout checkout) {
        var file = file(checkout);
        var saved = Files.exists(file) ? Json.read(file) : Json.object();
        return new State(
                saved.path("gateway_port").asInt(DEFAULT_GATEWAY_PORT),
                saved.path("artifacts_port").asInt(0));
    }

    void save(Checkout checkout) {
        ObjectNode node = Json.object().put("gateway_port", gatewayPort).put("artifacts_port", artifactsPort);
        Json.store(file(checkout), node);
    }

    String publicUrl() {
        return "http://localhost:" + gatewayPort;
    }

    private static Path file(Checkout checkout) {
        return checkout.run().resolve("state.json");
    }

    static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static int anyFreePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
