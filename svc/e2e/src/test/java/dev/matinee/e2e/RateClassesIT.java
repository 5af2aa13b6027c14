package dev.matinee.e2e;

import static dev.matinee.e2e.RunningPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Floods of one kind on the running platform: each kind is refused by a class of its own, which holds nothing else up. */
@Tag("stack")
class RateClassesIT {
    private static final String ME = "/api/catalog/v1/me";
    private static final String REALM = "/auth/realms/matinee";
    private static final String NO_VIDEO = "/api/catalog/v1/videos/01a20519-2a7d-71f7-85d9-000000000000";
    private static final int CLIENTS = 4;

    @Test
    void comments_moreThanOneMayWrite_areRefusedAndNothingElseOfTheirs() throws Exception {
        Gateway gateway = new Gateway(new Gateway().address(), "127.0.0.4");
        String creator = Gateway.bearer(gateway.login(Gateway.creator()));
        RawAnswer refusal = flood(() -> gateway.send(
                "POST", NO_VIDEO + "/comments", "{\"text\":\"again\"}", "Content-Type: application/json", creator));
        assertThat(refusal.header("RateLimit-Policy").orElse("not gate's count"))
                .contains("\"comment\"");
        assertThat(refusal.header("Retry-After")).isPresent();
        assertThat(gateway.get(ME, creator).status()).isEqualTo(200);
    }

    @Test
    void signUps_moreThanOneAddressMaySend_areRefusedAndItsLoginsAreNot() throws Exception {
        Gateway gateway = new Gateway(new Gateway().address(), "127.0.0.5");
        RawAnswer refusal = flood(() -> gateway.send(
                "POST",
                REALM + "/login-actions/registration",
                "username=nobody",
                "Content-Type: application/x-www-form-urlencoded"));
        // The gateway's own count and gate's are over together where there is one gateway.
        assertThat(refusal.header("Retry-After")).isPresent();
        gateway.login(Gateway.creator());
        assertThat(new Gateway()
                        .send(
                                "POST",
                                REALM + "/login-actions/registration",
                                "username=nobody",
                                "Content-Type: application/x-www-form-urlencoded")
                        .status())
                .as("another address")
                .isNotEqualTo(429);
    }

    /** Sends the same until it is refused; the first refusal. */
    private static RawAnswer flood(Callable<RawAnswer> request) throws Exception {
        Queue<RawAnswer> refusals = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    while (!over.get()) {
                        RawAnswer answer = request.call();
                        if (answer.status() == 429) {
                            refusals.add(answer);
                            over.set(true);
                        }
                    }
                    return true;
                }));
            }
            try {
                await(() -> clients.stream().anyMatch(Future::isDone));
            } finally {
                over.set(true);
            }
            for (Future<Boolean> ended : clients) {
                ended.get();
            }
        }
        return refusals.element();
    }
}
