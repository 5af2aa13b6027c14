package dev.matinee.notify;

import dev.matinee.events.Uuid7;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.sql.Database;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /messages}: an operator tells some members, or everyone. */
final class MessageRoutes implements HttpService {
    private static final int MAX_TITLE = 120;
    private static final int MAX_TEXT = 280;
    private static final int MAX_SUBJECT = 255;

    private final Database database;
    private final Telling telling;
    private final HappeningStore happenings;
    private final TokenVerifier tokens;
    private final Clock clock;

    MessageRoutes(Database database, Telling telling, HappeningStore happenings, TokenVerifier tokens, Clock clock) {
        this.database = database;
        this.telling = telling;
        this.happenings = happenings;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * A message.
     *
     * @param id makes it safe to send again: a message of the same id is told nobody twice; absent for a new one
     * @param to at most {@value Telling#PAGE} members; absent for everyone with an account
     */
    record Message(
            @Nullable UUID id,
            @Nullable String title,
            @Nullable String text,
            @Nullable List<String> to) {}

    /** @param told how many of those named were told now; absent where everyone is being told */
    record Accepted(UUID id, @Nullable Integer told) {}

    @Override
    public void routing(HttpRules rules) {
        rules.post("/messages", this::send);
    }

    private void send(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        Message message = Json.read(request, Message.class);
        Instant now = clock.instant();
        UUID id = message.id() == null ? Uuid7.at(now) : message.id();
        Facts facts = Facts.none()
                .saying(
                        needed("/title", message.title(), MAX_TITLE),
                        message.text() == null ? null : needed("/text", message.text(), MAX_TEXT));
        Integer told = database.transaction(transaction -> {
            if (message.to() != null) {
                return telling.tell(transaction, id, Kind.OPERATOR, id.toString(), facts, members(message.to()));
            }
            happenings.add(
                    transaction,
                    new Happening(
                            id, Kind.OPERATOR, Happening.Audience.EVERYONE, id.toString(), null, facts, now, null, 0));
            return -1;
        });
        response.status(Status.ACCEPTED_202);
        Json.send(response, new Accepted(id, told < 0 ? null : told));
    }

    private static Set<String> members(List<String> to) {
        if (to.isEmpty() || to.size() > Telling.PAGE) {
            throw Json.invalid("/to", "from 1 to " + Telling.PAGE + " members, or none for everyone");
        }
        for (int i = 0; i < to.size(); i++) {
            if (to.get(i) == null || !to.get(i).matches("[\\x21-\\x2b\\x2d-\\x7e]{1," + MAX_SUBJECT + "}")) {
                throw Json.invalid("/to/" + i, "the subject of a member");
            }
        }
        return new LinkedHashSet<>(to);
    }

    private static String needed(String pointer, @Nullable String text, int most) {
        if (text == null || text.isBlank() || text.codePointCount(0, text.length()) > most) {
            throw Json.invalid(pointer, "from 1 to " + most + " characters");
        }
        return text.strip();
    }
}
