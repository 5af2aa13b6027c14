package dev.matinee.ops;

import dev.matinee.events.Topic;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Arrays;
import java.util.List;

/** {@code /api/ops/v1/dead-letters}: what was set aside, and its way back. */
final class LetterRoutes implements HttpService {
    private final LetterBoxes boxes;
    private final TokenVerifier tokens;

    LetterRoutes(LetterBoxes boxes, TokenVerifier tokens) {
        this.boxes = boxes;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/dead-letters", this::list)
                .get("/dead-letters/{topic}/{group}", this::show)
                .post("/dead-letters/{topic}/{group}/redrive", this::redrive);
    }

    private void list(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, Listed.of(request, boxes.list(), each -> List.of(each.topic(), each.group())));
    }

    private void show(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, boxes.show(topic(request), group(request), Page.limit(request)));
    }

    private void redrive(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.OPERATOR);
        LetterBoxes.Driven driven = boxes.redrive(topic(request), group(request), caller.name());
        response.status(driven.again() == null ? Status.ACCEPTED_202 : Status.OK_200);
        send(response, driven);
    }

    private static Topic topic(ServerRequest request) {
        String name = request.path().pathParameters().get("topic");
        return Arrays.stream(Topic.values())
                .filter(topic -> topic.topicName().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.of(OpsError.BOX_UNKNOWN));
    }

    private static String group(ServerRequest request) {
        String group = request.path().pathParameters().get("group");
        if (!group.matches("[a-zA-Z0-9._-]{1,100}")) {
            throw ProblemException.of(OpsError.BOX_UNKNOWN);
        }
        return group;
    }

    private static void send(ServerResponse response, Object value) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, value);
    }
}
