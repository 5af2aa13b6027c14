package dev.matinee.notify;

import com.zerodeplibs.webpush.EncryptedPushMessage;
import com.zerodeplibs.webpush.MessageEncryption;
import com.zerodeplibs.webpush.MessageEncryptions;
import com.zerodeplibs.webpush.PushMessage;
import com.zerodeplibs.webpush.UserAgentMessageEncryptionKeyInfo;
import com.zerodeplibs.webpush.VAPIDKeyPair;
import com.zerodeplibs.webpush.jwt.VAPIDJWTParam;
import dev.matinee.kit.http.Json;
import dev.matinee.notify.Delivery.Outcome;
import dev.matinee.notify.PushStore.Subscription;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Pushes to browsers (RFC 8030), encrypted for each (RFC 8291), under our own key (VAPID, RFC 8292). A push service is an
 * address that a member named, so it is called with the same care as a webhook.
 */
final class PushCourier implements Delivery.Courier {
    private static final Duration LIFE = Duration.ofHours(24);
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private final PushStore subscriptions;
    private final InboxStore inbox;
    private final PreferenceStore preferences;
    private final Wording.Languages languages;
    private final OutsideClient outside;
    private final Clock clock;
    private final VAPIDKeyPair keys;
    private final URI contact;
    private final MessageEncryption encryption = MessageEncryptions.of();

    /** Where it gets what it sends. */
    record Desk(PushStore subscriptions, InboxStore inbox, PreferenceStore preferences, Wording.Languages languages) {}

    /** @param contact whom a push service may ask about us, {@code mailto:} or {@code https:} */
    PushCourier(Desk desk, OutsideClient outside, URI contact, Clock clock) {
        this.subscriptions = desk.subscriptions();
        this.inbox = desk.inbox();
        this.preferences = desk.preferences();
        this.languages = desk.languages();
        this.outside = outside;
        this.contact = contact;
        this.clock = clock;
        this.keys = subscriptions.keys();
    }

    /** What a service worker gets. */
    record Message(String id, Kind kind, String title, String url) {}

    /** Base64url of the uncompressed point, for {@code applicationServerKey}. */
    String publicKey() {
        return keys.extractPublicKeyInUncompressedFormAsString();
    }

    @Override
    public Outcome deliver(Delivery delivery) {
        Optional<Subscription> subscription = subscriptions
                .find(Objects.requireNonNull(delivery.targetId()))
                .filter(it -> it.member().equals(delivery.member()));
        Optional<Notification> notification =
                inbox.find(Objects.requireNonNull(delivery.notificationId())).filter(it -> it.readAt() == null);
        if (subscription.isEmpty() || notification.isEmpty()) {
            return new Outcome.Dropped("it was read, or the browser is not subscribed any more");
        }
        Preferences chosen = preferences.get(delivery.member()).preferences();
        Wording words = languages.of(chosen.language());
        Notification it = notification.get();
        Message message = new Message(it.id().toString(), it.kind(), words.sentence(it), words.page(it));
        try {
            return push(subscription.get(), Json.write(message));
        } catch (OutsideClient.RefusedException e) {
            return new Outcome.Never(null, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Outcome.Again(null, "no answer: " + Letter.oneLine(String.valueOf(e.getMessage())), null);
        }
    }

    private Outcome push(Subscription to, byte[] message) throws IOException {
        URI endpoint = URI.create(to.endpoint());
        EncryptedPushMessage encrypted = encryption.encrypt(
                UserAgentMessageEncryptionKeyInfo.of(to.p256dh(), to.auth()), PushMessage.of(message));
        OutsideClient.Answer answer = outside.post(
                endpoint,
                Map.of(
                        "Authorization", authorization(endpoint),
                        "Content-Encoding", encrypted.contentEncoding(),
                        "TTL", String.valueOf(LIFE.toSeconds()),
                        "Urgency", "normal"),
                encrypted.toBytes(),
                "application/octet-stream");
        return switch (answer.status()) {
            case 200, 201, 202, 204 -> new Outcome.Sent(answer.status());
            case 404, 410 -> {
                subscriptions.delete(to.member(), to.id());
                yield new Outcome.Never(answer.status(), "the browser is not subscribed any more");
            }
            case 429, 500, 502, 503, 504 ->
                new Outcome.Again(
                        answer.status(),
                        "the push service answers " + answer.status(),
                        answer.retryAfter().orElse(null));
            default -> new Outcome.Never(answer.status(), Letter.oneLine(answer.beginning()));
        };
    }

    private String authorization(URI endpoint) throws IOException {
        return keys.generateAuthorizationHeaderValue(VAPIDJWTParam.getBuilder()
                .resourceURL(endpoint.toURL())
                .expirationTime(clock.instant().plus(TOKEN_LIFE).truncatedTo(ChronoUnit.SECONDS))
                .subject(contact.toString())
                .build());
    }
}
