package dev.matinee.catalog;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.ProblemException.FieldError;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.UUID;

/** {@code /internal/catalog/social}: for other services, with a token of their own; no gateway leads here. */
final class SocialExportRoutes implements HttpService {
    private final SocialExportStore rows;
    private final TokenVerifier tokens;

    SocialExportRoutes(SocialExportStore rows, TokenVerifier tokens) {
        this.rows = rows;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/social", this::list);
    }

    private void list(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.SERVICE);
        SocialExportStore.Kind kind = request.query()
                .first("kind")
                .asOptional()
                .flatMap(SocialExportStore.Kind::find)
                .orElseThrow(() -> ProblemException.of(
                        StandardError.INVALID_PARAMETER,
                        List.of(new FieldError("?kind", "follow, mute, block, like or watch"))));
        int limit = DocumentRoutes.limit(request);
        UUID after = request.query().first("after").map(IdCursor::parse).orElse(null);
        Json.send(response, Page.of(rows.list(kind, after, limit + 1), limit, last -> IdCursor.of(last.row())));
    }
}
