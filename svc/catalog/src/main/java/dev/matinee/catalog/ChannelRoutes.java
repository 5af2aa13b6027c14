package dev.matinee.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** {@code /api/catalog/v1/channels} and {@code /me}. */
final class ChannelRoutes implements HttpService {
    private final ChannelStore channels;
    private final TokenVerifier tokens;
    private final Clock clock;

    ChannelRoutes(ChannelStore channels, TokenVerifier tokens, Clock clock) {
        this.channels = channels;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Who the caller is here. */
    record Me(String subject, String name, List<String> roles, ChannelView channel) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/me", this::me).get("/channels/{channel}", this::read).patch("/channels/{channel}", this::update);
    }

    private void me(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Channel channel = channels.ofUser(caller.subject(), caller.name());
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(
                response,
                new Me(
                        caller.subject(),
                        caller.name(),
                        caller.roles().stream().map(Role::realmName).sorted().toList(),
                        ChannelView.of(channel)));
    }

    private void read(ServerRequest request, ServerResponse response) {
        Channel channel = channels.get(request.path().pathParameters().get("channel"));
        String tag = ETags.of(channel.revision());
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        response.header(HeaderNames.ETAG, tag);
        if (ETags.alreadyHeld(request, tag)) {
            response.status(Status.NOT_MODIFIED_304).send();
            return;
        }
        Json.send(response, ChannelView.of(channel));
    }

    private void update(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        UUID id = Ids.get(request.path().pathParameters().get("channel"), CatalogError.CHANNEL_NOT_FOUND);
        JsonNode patch = Json.read(request, JsonNode.class);
        long revision = ETags.requireIfMatch(request);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Channel changed = channels.change(id, channel -> {
            if (!channel.owner().equals(caller.subject())) {
                throw ProblemException.of(CatalogError.NOT_OWNER);
            }
            if (channel.revision() != revision) {
                throw ProblemException.of(StandardError.PRECONDITION_FAILED);
            }
            return channel.edited(patched(channel, patch), now);
        });
        response.header(HeaderNames.ETAG, ETags.of(changed.revision()));
        Json.send(response, ChannelView.of(changed));
    }

    private static ChannelDetails patched(Channel channel, JsonNode patch) {
        if (!patch.isObject()) {
            throw Json.invalid("", "a JSON object is needed");
        }
        ChannelDetails details = new ChannelDetails(channel.name(), channel.description());
        JsonNode merged = MergePatch.apply(Json.mapper().valueToTree(details), patch);
        return Json.read(Json.write(merged), ChannelDetails.class);
    }
}
