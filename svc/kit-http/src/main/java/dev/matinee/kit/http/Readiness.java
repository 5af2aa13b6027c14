package dev.matinee.kit.http;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The parts a service needs, asked at the same time: Consul waits a second for all of them together, and parts that each
 * take almost that long must not add up.
 */
final class Readiness implements HealthCheck {
    private static final System.Logger LOG = System.getLogger(Readiness.class.getName());
    /** What leaves time to answer within the second. */
    static final Duration PATIENCE = Duration.ofMillis(900);

    private final Map<String, BooleanSupplier> parts;
    private final Duration patience;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Readiness(Map<String, BooleanSupplier> parts, Duration patience) {
        this.parts = new LinkedHashMap<>(parts);
        this.patience = patience;
    }

    @Override
    public HealthCheckType type() {
        return HealthCheckType.READINESS;
    }

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponse.Builder response = HealthCheckResponse.builder();
        boolean all = true;
        List<String> names = List.copyOf(parts.keySet());
        List<Future<Boolean>> answers = ask();
        for (int i = 0; i < names.size(); i++) {
            boolean holds = i < answers.size() && holds(names.get(i), answers.get(i));
            response.detail(names.get(i), holds ? "UP" : "DOWN");
            all &= holds;
        }
        return response.status(all).build();
    }

    private List<Future<Boolean>> ask() {
        List<Callable<Boolean>> questions = new ArrayList<>();
        parts.values().forEach(part -> questions.add(part::getAsBoolean));
        try {
            return threads.invokeAll(questions, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static boolean holds(String part, Future<Boolean> answer) {
        return switch (answer.state()) {
            case SUCCESS -> answer.resultNow();
            case FAILED -> {
                LOG.log(Level.WARNING, part + " cannot say whether it is there", answer.exceptionNow());
                yield false;
            }
            // It has taken longer than there is.
            case CANCELLED, RUNNING -> false;
        };
    }
}
