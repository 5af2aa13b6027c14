package dev.matinee.catalog;

import dev.matinee.kit.http.IdempotencyKey;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.sql.Database;
import dev.matinee.kit.sql.IdempotencyKeys;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Answers a creating request once for each {@code Idempotency-Key}, and the same again when it is repeated. */
final class IdempotentAnswers {
    private final Database database;

    IdempotentAnswers(Database database) {
        this.database = database;
    }

    /** What is kept and given again. */
    record Answer(int status, String location, String etag, String body) {}

    /**
     * @param work does it; the consumer it is given belongs into the transaction of the effect
     */
    void answer(
            ServerRequest request,
            ServerResponse response,
            String subject,
            byte[] body,
            Function<BiConsumer<DbTransaction, Answer>, Answer> work) {
        Optional<String> key = IdempotencyKey.find(request);
        if (key.isEmpty()) {
            send(response, work.apply((transaction, answer) -> {}));
            return;
        }
        switch (IdempotencyKeys.claim(database.execute(), subject, key.get(), asked(request, body))) {
            case IdempotencyKeys.Replay replay -> send(response, read(replay));
            case IdempotencyKeys.InFlight() -> throw inFlight();
            case IdempotencyKeys.Reused() -> throw ProblemException.of(StandardError.IDEMPOTENCY_REUSED);
            case IdempotencyKeys.Fresh claim -> send(response, first(claim, work));
        }
    }

    /** A key of one request is not another's whose body happens to be the same. */
    private static byte[] asked(ServerRequest request, byte[] body) {
        byte[] line = (request.prologue().method().text() + " "
                        + request.path().absolute().rawPath() + "\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] asked = Arrays.copyOf(line, line.length + body.length);
        System.arraycopy(body, 0, asked, line.length, body.length);
        return asked;
    }

    private Answer first(IdempotencyKeys.Fresh claim, Function<BiConsumer<DbTransaction, Answer>, Answer> work) {
        try {
            return work.apply((transaction, answer) -> keep(transaction, claim, answer));
        } catch (IdempotencyKeys.ClaimLostException e) {
            throw inFlight();
        } catch (RuntimeException e) {
            IdempotencyKeys.release(database.execute(), claim);
            throw e;
        }
    }

    private static ProblemException inFlight() {
        return ProblemException.of(StandardError.IDEMPOTENCY_IN_FLIGHT).withHeader("Retry-After", "1");
    }

    private static void keep(DbExecute transaction, IdempotencyKeys.Fresh claim, Answer answer) {
        IdempotencyKeys.answered(
                transaction, claim, answer.status(), answer.location() + "\n" + answer.etag(), answer.body());
    }

    private static Answer read(IdempotencyKeys.Replay replay) {
        String[] headers = replay.headers().split("\n", -1);
        return new Answer(replay.status(), headers[0], headers[1], replay.body());
    }

    private static void send(ServerResponse response, Answer answer) {
        response.status(Status.create(answer.status()));
        response.header(HeaderNames.LOCATION, answer.location());
        response.header(HeaderNames.ETAG, answer.etag());
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
