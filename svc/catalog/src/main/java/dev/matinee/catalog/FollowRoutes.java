package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /channels/{channel}/follow}, {@code /channels/{channel}/followers} and {@code /me/follows}. */
final class FollowRoutes implements HttpService {
    private final FollowStore follows;
    private final ChannelStore channels;
    private final TokenVerifier tokens;

    FollowRoutes(FollowStore follows, ChannelStore channels, TokenVerifier tokens) {
        this.follows = follows;
        this.channels = channels;
        this.tokens = tokens;
    }

    /** @param data only for the channel's owner */
    record Followers(
            long followers,
            @Nullable List<ListedChannel.View> data,
            @Nullable String nextCursor) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/channels/{channel}/follow", this::read)
                .put("/channels/{channel}/follow", this::follow)
                .delete("/channels/{channel}/follow", this::unfollow)
                .get("/channels/{channel}/followers", this::followers)
                .get("/me/follows", this::list);
    }

    private void read(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        send(response, follows.of(caller, channel(request)));
    }

    private void follow(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        send(response, follows.follow(caller, channel(request)));
    }

    private void unfollow(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        send(response, follows.unfollow(caller, channel(request)));
    }

    private void followers(ServerRequest request, ServerResponse response) {
        Optional<Caller> caller = tokens.find(request);
        Channel channel = channel(request);
        long count = follows.of(Optional.empty(), channel).followers();
        if (caller.map(Caller::subject).filter(channel.owner()::equals).isEmpty()) {
            send(response, new Followers(count, null, null));
            return;
        }
        int limit = Page.limit(request);
        Page<ListedChannel.View> page =
                ListedChannel.page(follows.listFollowers(channel.id(), IdCursor.of(request), limit + 1), limit);
        send(response, new Followers(count, page.data(), page.nextCursor()));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        int limit = Page.limit(request);
        send(
                response,
                ListedChannel.page(follows.listFollows(caller.subject(), IdCursor.of(request), limit + 1), limit));
    }

    private Channel channel(ServerRequest request) {
        return channels.get(request.path().pathParameters().get("channel"));
    }

    private static void send(ServerResponse response, Object body) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(response, body);
    }
}
