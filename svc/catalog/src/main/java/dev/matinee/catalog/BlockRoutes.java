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

/** {@code /channels/{channel}/block} and {@code /me/blocks}. */
final class BlockRoutes implements HttpService {
    private final BlockStore blocks;
    private final ChannelStore channels;
    private final TokenVerifier tokens;

    BlockRoutes(BlockStore blocks, ChannelStore channels, TokenVerifier tokens) {
        this.blocks = blocks;
        this.channels = channels;
        this.tokens = tokens;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.put("/channels/{channel}/block", this::block)
                .delete("/channels/{channel}/block", this::unblock)
                .get("/me/blocks", this::list);
    }

    private void block(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        blocks.block(caller, channel(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void unblock(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        blocks.unblock(caller.subject(), channel(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, ListedChannel.page(blocks.list(caller.subject(), IdCursor.of(request), limit + 1), limit));
    }

    private Channel channel(ServerRequest request) {
        return channels.get(request.path().pathParameters().get("channel"));
    }
}
