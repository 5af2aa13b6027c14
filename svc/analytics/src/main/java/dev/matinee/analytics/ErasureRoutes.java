package dev.matinee.analytics;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/** {@code /erasures}: an operator has one person's data deleted, and sees when it is. */
final class ErasureRoutes implements HttpService {
    private final Warehouse warehouse;
    private final Pseudonyms pseudonyms;
    private final TokenVerifier tokens;

    ErasureRoutes(Warehouse warehouse, Pseudonyms pseudonyms, TokenVerifier tokens) {
        this.warehouse = warehouse;
        this.pseudonyms = pseudonyms;
        this.tokens = tokens;
    }

    /** @param user the subject of their token */
    record Erasure(@Nullable String user) {}

    /** @param state {@code asked}, {@code done}, or {@code unknown} of whom nobody asked to erase */
    record Progress(String state) {}

    @Override
    public void routing(HttpRules rules) {
        rules.post("/erasures", this::erase).get("/erasures/{user}", this::progress);
    }

    private void erase(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        String user = Json.read(request, Erasure.class).user();
        // Whoever does not exist is erased at once, so a typing error would look like success.
        if (user == null || !Check.isUuid(user)) {
            throw Json.invalid("/user", "the subject of somebody's token, which is a UUID in lower case");
        }
        warehouse.erasures().ask(pseudonyms.member(user));
        response.status(Status.ACCEPTED_202);
        Json.send(response, new Progress("asked"));
    }

    private void progress(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        String person = pseudonyms.member(request.path().pathParameters().get("user"));
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        String state = warehouse.erasures().all().contains(person) ? "done" : "unknown";
        Json.send(response, new Progress(warehouse.erasures().asked().contains(person) ? "asked" : state));
    }
}
