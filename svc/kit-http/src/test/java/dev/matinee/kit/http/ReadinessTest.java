package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.health.HealthCheckResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void call_partsThatWaitForEachOther_areAskedAtTheSameTime() {
        CyclicBarrier both = new CyclicBarrier(2);
        BooleanSupplier meets = () -> {
            try {
                both.await();
                return true;
            } catch (InterruptedException | BrokenBarrierException e) {
                return false;
            }
        };
        Readiness readiness = new Readiness(Map.of("redis", meets, "s3", meets), Duration.ofMinutes(2));

        assertThat(readiness.call().status()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void call_partThatNeverAnswers_isDownAndNamed() {
        CountDownLatch never = new CountDownLatch(1);
        BooleanSupplier answers = () -> {
            try {
                never.await();
                return true;
            } catch (InterruptedException e) {
                return false;
            }
        };

        HealthCheckResponse response = new Readiness(Map.of("s3", answers), Duration.ofMillis(50)).call();

        assertThat(response.status()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.details()).containsEntry("s3", "DOWN");
    }

    @Test
    void call_partThatThrows_isDown() {
        BooleanSupplier throwing = () -> {
            throw new IllegalStateException("no");
        };

        HealthCheckResponse response =
                new Readiness(Map.of("s3", throwing, "redis", () -> true), Duration.ofMinutes(2)).call();

        assertThat(response.status()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.details()).containsEntry("s3", "DOWN").containsEntry("redis", "UP");
    }
}
