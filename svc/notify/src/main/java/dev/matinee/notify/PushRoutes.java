package dev.matinee.notify;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import com.zerodeplibs.webpush.key.InvalidECPublicKeyException;
import com.zerodeplibs.webpush.key.MalformedUncompressedBytesException;
import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /push}: a member's browsers that are pushed to. */
final class PushRoutes implements HttpService {
    private static final int MAX_ENDPOINT = 1_000;

    private final PushStore subscriptions;
    private final PushCourier courier;
    private final OutsideClient outside;
    private final TokenVerifier tokens;

    PushRoutes(PushStore subscriptions, PushCourier courier, OutsideClient outside, TokenVerifier tokens) {
        this.subscriptions = subscriptions;
        this.courier = courier;
        this.outside = outside;
        this.tokens = tokens;
    }

    /** @param publicKey for {@code applicationServerKey} */
    record Key(String publicKey) {}

    /** What {@code PushSubscription.toJSON()} gives. */
    record Wanted(
            @Nullable String endpoint,
            @JsonProperty("expirationTime") @Nullable Long expirationTime,
            @Nullable Keys keys) {}

    record Keys(@Nullable String p256dh, @Nullable String auth) {}

    /** Without the keys, which only the sender needs. */
    record Subscribed(UUID id, String endpoint, Instant createdAt) {
        static Subscribed of(PushStore.Subscription it) {
            return new Subscribed(it.id(), it.endpoint(), it.createdAt());
        }
    }

    record Listed(List<Subscribed> data) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/push/key", this::key)
                .get("/push/subscriptions", this::list)
                .post("/push/subscriptions", this::subscribe)
                .delete("/push/subscriptions/{id}", this::unsubscribe);
    }

    private void key(ServerRequest request, ServerResponse response) {
        Json.send(response, new Key(courier.publicKey()));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        Json.send(
                response,
                new Listed(subscriptions.list(caller.subject()).stream()
                        .map(Subscribed::of)
                        .toList()));
    }

    private void subscribe(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Wanted wanted = Json.read(request, Wanted.class);
        Keys keys = wanted.keys();
        if (keys == null || keys.p256dh() == null || keys.auth() == null) {
            throw Json.invalid("/keys", "p256dh and auth, as the browser gives them");
        }
        try {
            UserAgentMessageEncryptionKeyInfo.of(keys.p256dh(), keys.auth());
        } catch (IllegalArgumentException | InvalidECPublicKeyException | MalformedUncompressedBytesException e) {
            throw Json.invalid("/keys", "these are no keys of a browser");
        }
        PushStore.Subscription made = subscriptions.put(caller.subject(), endpoint(wanted), keys.p256dh(), keys.auth());
        response.status(Status.CREATED_201);
        Json.send(response, Subscribed.of(made));
    }

    private String endpoint(Wanted wanted) {
        String text = wanted.endpoint();
        if (text == null || text.length() > MAX_ENDPOINT) {
            throw Json.invalid("/endpoint", "an address of at most " + MAX_ENDPOINT + " characters");
        }
        try {
            outside.check(new URI(text));
            return text;
        } catch (URISyntaxException e) {
            throw Json.invalid("/endpoint", "this is no address");
        } catch (OutsideClient.RefusedException e) {
            throw Json.invalid("/endpoint", String.valueOf(e.getMessage()));
        }
    }

    private void unsubscribe(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        subscriptions.delete(caller.subject(), Ids.get(request, "id", NotifyError.SUBSCRIPTION_NOT_FOUND));
        response.status(Status.NO_CONTENT_204).send();
    }
}
