package dev.matinee.notify;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code /preferences}: what a member wants to be told, how and when. */
final class PreferenceRoutes implements HttpService {
    private final PreferenceStore preferences;
    private final TokenVerifier tokens;

    PreferenceRoutes(PreferenceStore preferences, TokenVerifier tokens) {
        this.preferences = preferences;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/preferences", this::read).put("/preferences", this::replace);
    }

    private void read(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        PreferenceStore.Kept kept = preferences.get(caller.subject());
        send(response, kept.preferences(), kept.revision());
    }

    private void replace(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        long revision = ETags.requireIfMatch(request);
        Preferences wanted = Json.read(request, Preferences.class);
        send(response, wanted, preferences.put(caller.subject(), wanted, revision));
    }

    private static void send(ServerResponse response, Preferences preferences, long revision) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.ETAG, ETags.of(revision));
        Json.send(response, preferences.whole());
    }
}
