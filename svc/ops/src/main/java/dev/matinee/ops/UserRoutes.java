package dev.matinee.ops;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.List;

/** {@code /api/ops/v1/users}: who has an account, and whether it may be used. */
final class UserRoutes implements HttpService {
    private static final System.Logger LOG = System.getLogger(UserRoutes.class.getName());
    private static final int LONGEST_SEARCH = 100;

    private final Users users;
    private final Gates gates;
    private final TokenVerifier tokens;

    UserRoutes(Users users, Gates gates, TokenVerifier tokens) {
        this.users = users;
        this.gates = gates;
        this.tokens = tokens;
    }

    /** What may be changed of somebody. */
    record UserPatch(boolean enabled) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/users", this::list).get("/users/{id}", this::get).patch("/users/{id}", this::change);
    }

    private void list(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        int limit = Page.limit(request);
        int first = request.query().first("cursor").map(UserRoutes::first).orElse(0);
        String search = request.query().first("search").orElse("").strip();
        if (search.length() > LONGEST_SEARCH) {
            throw ProblemException.of(
                    StandardError.INVALID_PARAMETER,
                    List.of(new FieldError("?search", "at most " + LONGEST_SEARCH + " characters")));
        }
        List<User> found = users.list(search, first, limit + 1);
        send(response, Page.of(found, limit, last -> Cursor.of(String.valueOf(first + limit))));
    }

    private static int first(String cursor) {
        String number = Cursor.parts(cursor, 1).getFirst();
        if (!number.matches("[0-9]{1,8}")) {
            throw ProblemException.of(StandardError.INVALID_CURSOR);
        }
        return Integer.parseInt(number);
    }

    private void get(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, users.get(id(request)));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request, Role.OPERATOR);
        String id = id(request);
        UserPatch patch = Json.read(request, UserPatch.class);
        if (id.equals(caller.subject()) && !patch.enabled()) {
            throw ProblemException.of(OpsError.OWN_ACCOUNT);
        }
        users.enable(id, patch.enabled());
        LOG.log(Level.INFO, "{0} has {1} the account {2}", caller.name(), patch.enabled() ? "enabled" : "disabled", id);
        if (!patch.enabled()) {
            // In this order: what Keycloak still gave out would hold after a revocation.
            gates.revoke(id, request.headers().get(HeaderNames.AUTHORIZATION).get());
        }
        send(response, users.get(id));
    }

    private static String id(ServerRequest request) {
        String id = request.path().pathParameters().get("id");
        if (!id.matches("[0-9a-f-]{36}")) {
            throw ProblemException.of(OpsError.USER_UNKNOWN);
        }
        return id;
    }

    private static void send(ServerResponse response, Object value) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, value);
    }
}
