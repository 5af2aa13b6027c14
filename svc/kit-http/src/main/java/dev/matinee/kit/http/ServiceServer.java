package dev.matinee.kit.http;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.HeaderNames;
import io.helidon.tracing.Tracer;
import io.helidon.tracing.TracerBuilder;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A running service: its web server with health ({@code /observe/health/live}, {@code /ready}), metrics
 * ({@code /observe/metrics}), traces and problems, its entry in Consul, and an orderly end. On SIGTERM it leaves Consul,
 * answers "not ready", serves on for the drain time, ends what would answer for ever ({@link Builder#draining}), stops the server, then closes what was handed to
 * {@link Builder#closing} in reverse order.
 */
public final class ServiceServer {
    private static final System.Logger LOG = System.getLogger(ServiceServer.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int WRITE_BUFFER = 4_096;

    private final ServiceSettings settings;
    private final WebServer server;
    private final Optional<ConsulRegistration> registration;
    private final List<AutoCloseable> endless;
    private final List<AutoCloseable> closing;
    private final AtomicBoolean draining;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicBoolean stopping = new AtomicBoolean();

    private ServiceServer(Builder builder) {
        this.settings = builder.settings;
        this.endless = builder.endless;
        this.closing = builder.closing;
        this.draining = builder.draining;
        this.server = builder.webServer();
        this.registration =
                settings.consul().map(agent -> new ConsulRegistration(settings, agent, List.copyOf(builder.tags)));
    }

    /** Begins to describe a service. */
    public static Builder builder(ServiceSettings settings) {
        return new Builder(settings);
    }

    /** The port it really listens on. */
    public int port() {
        return server.port();
    }

    /** Blocks until the service has ended. */
    public void await() {
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the service in the order the class describes; a second call does nothing. */
    public void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        LOG.log(Level.INFO, "{0} drains", settings.id());
        registration.ifPresent(ConsulRegistration::leave);
        draining.set(true);
        if (registration.isPresent()) {
            waitOut(settings.drain());
        }
        close(endless);
        server.stop();
        close(closing);
        LOG.log(Level.INFO, "{0} has stopped", settings.id());
        stopped.countDown();
    }

    private static void close(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "closing " + part.getClass().getSimpleName(), e);
            }
        }
    }

    /** Helidon cuts {@code ;…} off and then resolves {@code ..}, so what a gateway let through would not be what is served. */
    private static void refusePathParameters(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (request.prologue().uriPath().rawPath().contains(";")) {
            throw ProblemException.of(StandardError.BAD_REQUEST, "A path has no ';' here.");
        }
        chain.proceed();
    }

    private void waitOut(Duration time) {
        try {
            boolean ended = stopped.await(time.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                LOG.log(Level.DEBUG, "already ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start() {
        server.start();
        // Helidon logs a port it could not have and goes on without it.
        if (server.port() < 1) {
            server.stop();
            throw new IllegalStateException(
                    settings.name() + " cannot listen on " + settings.host() + ":" + settings.port());
        }
        registration.ifPresent(consul -> consul.start(server.port()));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        LOG.log(Level.INFO, "{0} {1} listens on port {2}", settings.id(), settings.version(), String.valueOf(port()));
    }

    /** Describes a service; all methods return the builder. */
    public static final class Builder {
        private final ServiceSettings settings;
        private final List<Consumer<HttpRouting.Builder>> routings = new ArrayList<>();
        private final Map<String, BooleanSupplier> parts = new LinkedHashMap<>();
        private final List<HealthCheck> checks = new ArrayList<>();
        private final List<String> tags = new ArrayList<>();
        private final List<AutoCloseable> endless = new ArrayList<>();
        private final List<AutoCloseable> closing = new ArrayList<>();
        private final AtomicBoolean draining = new AtomicBoolean();
        private Predicate<Throwable> passing = failure -> false;
        private int writeBuffer = WRITE_BUFFER;

        private Builder(ServiceSettings settings) {
            this.settings = settings;
        }

        /** Adds routes. */
        public Builder routing(Consumer<HttpRouting.Builder> routes) {
            routings.add(routes);
            return this;
        }

        /**
         * Ready only while this holds. All such parts are asked at once and have a second together; what does not answer
         * in it counts as away. It should not throw for a part that is away.
         */
        public Builder ready(String part, BooleanSupplier holds) {
            parts.put(part, holds);
            return this;
        }

        /** Live only while this holds: what it says is broken is mended by nothing but another process. */
        public Builder live(String part, BooleanSupplier holds) {
            checks.add(check(part, HealthCheckType.LIVENESS, holds));
            return this;
        }

        /** Failures of the parts behind that a later request may not meet: they are answered 503 and not 500. */
        public Builder passing(Predicate<Throwable> failures) {
            passing = passing.or(failures);
            return this;
        }

        /** Traefik tags for Consul; {@code traefik.enable=true} is added to any. */
        public Builder tags(List<String> traefikTags) {
            if (tags.isEmpty()) {
                tags.add("traefik.enable=true");
            }
            tags.addAll(traefikTags);
            return this;
        }

        /** What is written to an answer's stream goes out as it is written, and no buffer waits with each open answer. */
        public Builder unbuffered() {
            writeBuffer = 0;
            return this;
        }

        /** Closes this before the server stops: it ends answers that would go on for ever and hold the server up. */
        public Builder draining(AutoCloseable part) {
            endless.add(part);
            return this;
        }

        /** Closes this at the end, after the server, the last added first. */
        public Builder closing(AutoCloseable part) {
            closing.add(part);
            return this;
        }

        /** Starts listening, registers in Consul, and ends by itself on SIGTERM. */
        public ServiceServer start() {
            ServiceServer service = new ServiceServer(this);
            service.start();
            return service;
        }

        private WebServer webServer() {
            if (!parts.isEmpty()) {
                checks.add(new Readiness(parts, Readiness.PATIENCE));
            }
            checks.add(check("drain", HealthCheckType.READINESS, () -> !draining.get()));
            checks.add(check("process", HealthCheckType.LIVENESS, () -> true));
            return WebServer.builder()
                    .featuresDiscoverServices(false)
                    .addFeature(ObserveFeature.builder()
                            .observersDiscoverServices(false)
                            .addObserver(HealthObserver.builder()
                                    .useSystemServices(false)
                                    .details(true)
                                    .addHealthChecks(checks)
                                    .build())
                            .addObserver(MetricsObserver.create())
                            .build())
                    .host(settings.host())
                    .port(settings.port())
                    .shutdownHook(false)
                    .writeBufferSize(writeBuffer)
                    .shutdownGracePeriod(GRACE)
                    .routing(this::routes)
                    .build();
        }

        private Optional<Tracer> tracer() {
            return settings.zipkin()
                    .map(zipkin -> TracerBuilder.create(settings.name())
                            .collectorUri(zipkin.resolve("/api/v2/spans"))
                            .registerGlobal(true)
                            .build());
        }

        private void routes(HttpRouting.Builder routing) {
            String name = settings.name();
            Problems.register(routing, passing);
            routing.addFilter(new RequestId.Naming());
            tracer().ifPresent(tracer -> routing.addFilter(new RequestSpans(tracer)));
            routing.addFilter(ServiceServer::refusePathParameters);
            byte[] openApi = openApi(name);
            routing.addFilter(new RequestTimes(name, new RouteNames(openApi)));
            // Routes are tried in their order, and what is asked all day comes before what a program asks once.
            routings.forEach(routes -> routes.accept(routing));
            if (openApi.length > 0) {
                routing.get("/api/" + name + "/v1/openapi.yaml", (request, response) -> {
                    response.header(HeaderNames.CONTENT_TYPE, MediaTypes.APPLICATION_OPENAPI_YAML.text());
                    response.send(openApi);
                });
            }
        }

        private static byte[] openApi(String name) {
            try (InputStream in = ServiceServer.class.getResourceAsStream("/openapi/" + name + ".yaml")) {
                return in == null ? new byte[0] : in.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException("openapi/" + name + ".yaml cannot be read", e);
            }
        }

        private static HealthCheck check(String part, HealthCheckType type, BooleanSupplier holds) {
            return new HealthCheck() {
                @Override
                public HealthCheckType type() {
                    return type;
                }

                @Override
                public String name() {
                    return part;
                }

                @Override
                public HealthCheckResponse call() {
                    return HealthCheckResponse.builder()
                            .status(holds.getAsBoolean())
                            .build();
                }
            };
        }
    }

    /** The address of this service on this machine, for tests and logs. */
    public URI uri() {
        return URI.create("http://localhost:" + port());
    }
}
