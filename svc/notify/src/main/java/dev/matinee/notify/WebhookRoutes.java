package dev.matinee.notify;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.ETags;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.Page;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.http.TokenVerifier;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /webhooks}: a member's programs that are told, and the log of what was sent to them. */
final class WebhookRoutes implements HttpService {
    private static final int MAX_URL = 2_000;

    private final WebhookStore webhooks;
    private final OutsideClient outside;
    private final TokenVerifier tokens;

    WebhookRoutes(WebhookStore webhooks, OutsideClient outside, TokenVerifier tokens) {
        this.webhooks = webhooks;
        this.outside = outside;
        this.tokens = tokens;
    }

    /**
     * What a member sets.
     *
     * @param kinds which; absent or empty for all
     * @param state {@code enabled | disabled}; absent for enabled
     */
    record Wanted(
            @Nullable String url,
            @Nullable Set<Kind> kinds,
            @Nullable String state) {}

    record Secret(String secret) {}

    record Listed(List<Webhook> data) {}

    record Started(UUID deliveryId) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/webhooks", this::list)
                .post("/webhooks", this::add)
                .get("/webhooks/{id}", this::read)
                .put("/webhooks/{id}", this::replace)
                .delete("/webhooks/{id}", this::delete)
                .get("/webhooks/{id}/secret", this::secret)
                .post("/webhooks/{id}/secret", this::newSecret)
                .post("/webhooks/{id}/test", this::test)
                .get("/webhooks/{id}/deliveries", this::deliveries)
                .post("/webhooks/{id}/deliveries/{delivery}/resend", this::resend);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        noStore(response);
        Json.send(response, new Listed(webhooks.list(caller.subject())));
    }

    private void add(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        Wanted wanted = Json.read(request, Wanted.class);
        Webhook webhook = webhooks.add(caller.subject(), url(wanted), kinds(wanted));
        response.status(Status.CREATED_201);
        response.header(HeaderNames.LOCATION, "/api/notify/v1/webhooks/" + webhook.id());
        send(response, webhook);
    }

    private void read(ServerRequest request, ServerResponse response) {
        send(response, mine(request));
    }

    private void replace(ServerRequest request, ServerResponse response) {
        Webhook before = mine(request);
        long revision = ETags.requireIfMatch(request);
        Wanted wanted = Json.read(request, Wanted.class);
        String state = wanted.state() == null ? "enabled" : wanted.state();
        if (!Set.of("enabled", "disabled").contains(state)) {
            throw Json.invalid("/state", "enabled or disabled");
        }
        send(
                response,
                webhooks.put(
                        new Webhook(
                                before.id(),
                                before.member(),
                                url(wanted),
                                kinds(wanted),
                                state,
                                null,
                                revision,
                                before.createdAt()),
                        revision));
    }

    private void delete(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        webhooks.delete(caller.subject(), id(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private void secret(ServerRequest request, ServerResponse response) {
        noStore(response);
        Json.send(response, new Secret(webhooks.secret(mine(request).id()).orElseThrow()));
    }

    private void newSecret(ServerRequest request, ServerResponse response) {
        Caller caller = tokens.require(request);
        webhooks.newSecret(caller.subject(), id(request));
        secret(request, response);
    }

    private void test(ServerRequest request, ServerResponse response) {
        UUID delivery = webhooks.test(mine(request));
        response.status(Status.ACCEPTED_202);
        Json.send(response, new Started(delivery));
    }

    private void deliveries(ServerRequest request, ServerResponse response) {
        Webhook webhook = mine(request);
        int limit = Page.limit(request);
        WebhookStore.Place before = request.query()
                .first("cursor")
                .asOptional()
                .filter(text -> !text.isBlank())
                .map(WebhookRoutes::place)
                .orElse(WebhookStore.Place.BEGINNING);
        noStore(response);
        Json.send(
                response,
                Page.of(
                        webhooks.log(webhook.id(), before, limit + 1),
                        limit,
                        last -> Cursor.of(last.createdAt().toString(), last.id().toString())));
    }

    private void resend(ServerRequest request, ServerResponse response) {
        Webhook webhook = mine(request);
        UUID delivery = Ids.get(request, "delivery", NotifyError.DELIVERY_NOT_FOUND);
        webhooks.resend(webhook.id(), delivery);
        response.status(Status.ACCEPTED_202);
        Json.send(response, new Started(delivery));
    }

    private Webhook mine(ServerRequest request) {
        Caller caller = tokens.require(request);
        return webhooks.get(caller.subject(), id(request));
    }

    /** What its form already forbids is refused here; where its name leads is looked at before each try. */
    private URI url(Wanted wanted) {
        String text = wanted.url();
        if (text == null || text.length() > MAX_URL) {
            throw Json.invalid("/url", "an address of at most " + MAX_URL + " characters");
        }
        try {
            URI uri = new URI(text);
            outside.check(uri);
            return uri;
        } catch (URISyntaxException e) {
            throw Json.invalid("/url", "this is no address");
        } catch (OutsideClient.RefusedException e) {
            throw Json.invalid("/url", String.valueOf(e.getMessage()));
        }
    }

    private static Set<Kind> kinds(Wanted wanted) {
        return wanted.kinds() == null ? Set.of() : wanted.kinds();
    }

    private static WebhookStore.Place place(String cursor) {
        List<String> parts = Cursor.parts(cursor, 2);
        try {
            return new WebhookStore.Place(Instant.parse(parts.getFirst()), UUID.fromString(parts.getLast()));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw ProblemException.of(StandardError.INVALID_CURSOR, e);
        }
    }

    private static UUID id(ServerRequest request) {
        return Ids.get(request, "id", NotifyError.WEBHOOK_NOT_FOUND);
    }

    private static void send(ServerResponse response, Webhook webhook) {
        noStore(response);
        response.header(HeaderNames.ETAG, ETags.of(webhook.revision()));
        Json.send(response, webhook);
    }

    private static void noStore(ServerResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
    }
}
