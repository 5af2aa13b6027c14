package dev.matinee.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.TokenVerifier;
import dev.matinee.kit.sql.Database;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.regex.Pattern;

/** What users may upload: one's own, and for operators everybody's. */
final class QuotaRoutes implements HttpService {
    private static final System.Logger LOG = System.getLogger(QuotaRoutes.class.getName());
    // What Keycloak gives for a sub; which of them exist is not known here.
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private final TokenVerifier tokens;
    private final Database database;
    private final QuotaStore quotas;

    QuotaRoutes(TokenVerifier tokens, Database database, QuotaStore quotas) {
        this.tokens = tokens;
        this.database = database;
        this.quotas = quotas;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/quota", Failures.naming(this::own))
                .get("/quotas/{user}", Failures.naming(this::get))
                .patch("/quotas/{user}", Failures.naming(this::change));
    }

    private void own(ServerRequest request, ServerResponse response) {
        send(response, tokens.require(request).subject());
    }

    private void get(ServerRequest request, ServerResponse response) {
        tokens.require(request, Role.OPERATOR);
        send(response, user(request));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Caller operator = tokens.require(request, Role.OPERATOR);
        String user = user(request);
        JsonNode patch = Json.read(request, JsonNode.class);
        database.transact(
                transaction -> quotas.change(transaction, user, given -> patched(given, patch), operator.subject()));
        LOG.log(Level.INFO, "{0} changed the quota of {1}: {2}", operator.subject(), user, patch);
        send(response, user);
    }

    /** As RFC 7396 says: null takes a value away, which gives the default back. */
    private static OwnQuota patched(OwnQuota given, JsonNode patch) {
        if (!patch.isObject()) {
            throw Json.invalid("", "a JSON object is needed");
        }
        ObjectNode merged = Json.mapper().valueToTree(given);
        patch.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
        return Json.read(Json.write(merged), OwnQuota.class);
    }

    private void send(ServerResponse response, String user) {
        Json.send(response.header(NO_STORE), quotas.view(database.execute(), user));
    }

    private static String user(ServerRequest request) {
        String user = request.path().pathParameters().get("user");
        if (!USER.matcher(user).matches()) {
            throw ProblemException.of(UploadError.USER_UNKNOWN);
        }
        return user;
    }
}
