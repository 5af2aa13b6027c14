package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** {@code /channels/{channel}/mute} and {@code /me/mutes}. */
final class MuteRoutes implements HttpService {
    private final MuteStore mutes;
    private final ChannelStore channels;
    private final TokenVerifier tokens;

    MuteRoutes(MuteStore mutes, ChannelStore channels, TokenVerifier tokens) {
        this.mutes = mutes;
        this.channels = channels;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.put("/channels/{channel}/mute", this::mute)
                .delete("/channels/{channel}/mute", this::unmute)
                .get("/me/mutes", this::list);
    }

    private void mute(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        mutes.mute(caller.subject(), channel(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void unmute(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        mutes.unmute(caller.subject(), channel(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, ListedChannel.page(mutes.list(caller.subject(), IdCursor.of(request), limit + 1), limit));
    }

    private Channel channel(ServerRequest request) {
        return channels.get(request.path().pathParameters().get("channel"));
    }
}
