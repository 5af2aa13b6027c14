package dev.matinee.bench;

import java.net.URI;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/**
 * A server under load: each reading is requests a second, and what processor time it took is summed up beside. The time
 * says what a request costs also on a machine that has other things to do; the rate does not.
 */
final class Loaded implements DoubleSupplier {
    private final Lab lab;
    private final Server server;
    private final Wrk wrk;
    private final URI target;
    private double cpuSeconds;
    private long requests;

    Loaded(Lab lab, Server server, Wrk wrk, URI target) {
        this.lab = lab;
        this.server = server;
        this.wrk = wrk;
        this.target = target;
    }

    @Override
    public double getAsDouble() {
        double before = server.cpuSeconds();
        Wrk.Load load = wrk.run(lab, target);
        cpuSeconds += server.cpuSeconds() - before;
        requests += load.requests();
        return load.perSecond();
    }

    /** {@code 25 / 19 µs}: ours and the peer's. */
    static String cpu(Loaded ours, Loaded peer) {
        return String.format(Locale.ROOT, "%.0f / %.0f µs", ours.microsPerRequest(), peer.microsPerRequest());
    }

    /** {@code 25 µs}, where the peer is part of ours. */
    String cpu() {
        return String.format(Locale.ROOT, "%.0f µs", microsPerRequest());
    }

    private double microsPerRequest() {
        return cpuSeconds * 1e6 / Math.max(1, requests);
    }
}
