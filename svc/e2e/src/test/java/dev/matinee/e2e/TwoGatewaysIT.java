package dev.matinee.e2e;

import static dev.matinee.e2e.RunningPlatform.PUBLIC_READ;
import static dev.matinee.e2e.RunningPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways in front of one running platform, as production has them. */
@Tag("stack")
class TwoGatewaysIT {
    private static final String ME = "/api/catalog/v1/me";
    private static final int CLIENTS = 4;
    private static final int ENOUGH = 300;

    @TempDir
    private Path folder;

    private SecondGateway second;

    @BeforeEach
    void startSecond() throws IOException {
        new RunningPlatform().awaitEveryPart();
        second = new SecondGateway(folder);
        Gateway gateway = second.from("127.0.0.1");
        await(() -> gateway.get(PUBLIC_READ).status() == 200);
    }

    @AfterEach
    void stopSecond() {
        second.close();
    }

    @Test
    void loginRate_ofOneAddressAtBoth_isCountedTogether() throws Exception {
        String client = "127.0.0.3";
        List<Gateway> both = List.of(new Gateway(new Gateway().address(), client), second.from(client));
        Queue<RawAnswer> refusals = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        // By turns, so neither has seen more than half when the first is refused: it was not by its own count.
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    for (int turn = 0; !over.get(); turn++) {
                        RawAnswer answer = both.get(turn % 2).get("/auth/realms/matinee");
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
        assertThat(refusals.element().header("RateLimit-Policy").orElse("not gate's count"))
                .contains("login");
        assertThat(new Gateway().get("/auth/realms/matinee").status())
                .as("another address")
                .isEqualTo(200);
    }

    @Test
    void oneLost_whoAsksTheOtherNoticesNothing() throws Exception {
        Gateway first = new Gateway();
        String creator = Gateway.bearer(first.login(Gateway.creator()));
        List<Gateway> both = List.of(second.from("127.0.0.1"), first);
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Boolean>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> {
                    for (int turn = 0; !over.get(); turn++) {
                        String failure = ask(both, turn, turn % 3 == 0 ? List.of(PUBLIC_READ) : List.of(ME, creator));
                        if (!failure.isEmpty()) {
                            failures.add(failure);
                        }
                        done.incrementAndGet();
                    }
                    return true;
                }));
            }
            try {
                await(() -> done.get() >= ENOUGH);
                second.kill();
                int before = done.get();
                await(() -> done.get() >= before + ENOUGH);
            } finally {
                over.set(true);
            }
            for (Future<Boolean> ended : clients) {
                ended.get();
            }
        }
        assertThat(failures).isEmpty();
    }

    /** Empty when one of the two answered well, which is asked second where the other broke off or is not there. */
    private static String ask(List<Gateway> both, int turn, List<String> request) {
        String failure = "";
        for (int i = 0; i < 2; i++) {
            try {
                RawAnswer answer = both.get((turn + i) % 2)
                        .get(
                                request.getFirst(),
                                request.subList(1, request.size()).toArray(String[]::new));
                return answer.status() == 200 ? "" : answer.toString();
            } catch (IOException e) {
                failure = e.toString();
            }
        }
        return failure;
    }
}
