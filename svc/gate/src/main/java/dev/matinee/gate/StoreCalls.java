package dev.matinee.gate;

import dev.matinee.kit.http.ChildSpan;
import dev.matinee.kit.http.ProblemException;
import java.util.function.Supplier;
import org.redisson.client.RedisException;

/** What is asked of either Redis. */
final class StoreCalls {
    private StoreCalls() {}

    /** @throws ProblemException 503 while Redis is away or hangs */
    static <T> T asking(Supplier<T> question) {
        try (ChildSpan _ = ChildSpan.redis("ask")) {
            return question.get();
        } catch (RedisException e) {
            throw ProblemException.of(GateError.STORE_UNAVAILABLE, e);
        }
    }
}
