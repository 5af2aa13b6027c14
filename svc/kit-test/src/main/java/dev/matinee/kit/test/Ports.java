package dev.matinee.kit.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports below the ephemeral range and below Nomad's dynamic range: a port from the ephemeral range could be taken by
 * an outgoing connection while a server is stopped for a failure test.
 */
public final class Ports {
    private static final int LOWEST = 10_240;
    private static final int HIGHEST = 19_999;
    private static final int TRIES = 1_000;
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /** A port of this machine that nobody has, and that this process gives out once. */
    public static synchronized int free() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (!GIVEN.contains(port) && bindable(port)) {
                GIVEN.add(port);
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }

    private static boolean bindable(int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
