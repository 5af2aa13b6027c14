package dev.matinee.kit.test;

import java.nio.file.Path;

/** The OpenTelemetry Collector of the platform, from the user's tool cache or built from {@code nomad-jobs/collector/agent}. */
public final class CollectorProgram {
    private CollectorProgram() {}

    /** The program. */
    public static Path path() {
        return Tools.otelcol();
    }
}
