package dev.matinee.kit.http;

import io.helidon.logging.common.LogConfig;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the process of a service begins and, when it cannot, ends. */
public final class ServiceMain {
    private static final System.Logger LOG = System.getLogger(ServiceMain.class.getName());
    private static final int CAUSES = 5;

    private ServiceMain() {}

    /** Reads the configuration and starts the service. */
    @FunctionalInterface
    public interface Start {
        ServiceServer start() throws Exception;
    }

    /**
     * Runs a service until it is told to end. One that cannot start says why in one line and ends with status 1; without
     * that the threads of what did start would keep a process alive that serves nothing.
     *
     * @param name as in Consul
     */
    public static void run(String name, Start service) {
        LogConfig.configureRuntime();
        try {
            service.start().await();
        } catch (Exception | Error e) {
            LOG.log(Level.ERROR, name + " cannot start: " + why(e));
            LOG.log(Level.DEBUG, "from", e);
            System.exit(1);
        }
    }

    static String why(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES)
                .map(cause -> Objects.requireNonNullElse(cause.getMessage(), cause.toString())
                        .replaceAll("\\s+", " "))
                .distinct()
                .collect(Collectors.joining(", because "));
    }
}
