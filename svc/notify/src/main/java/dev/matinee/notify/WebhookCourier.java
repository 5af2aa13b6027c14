package dev.matinee.notify;

import com.standardwebhooks.exceptions.WebhookSigningException;
import dev.matinee.kit.http.Json;
import dev.matinee.notify.Delivery.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Posts to webhooks by the rules of Standard Webhooks 1.0: {@code webhook-id}, {@code webhook-timestamp} and {@code
 * webhook-signature}; any 2xx is success, 410 ends the webhook, everything else is tried again.
 */
final class WebhookCourier implements Delivery.Courier {
    private final WebhookStore webhooks;
    private final DeliveryStore deliveries;
    private final InboxStore inbox;
    private final Wording.Languages languages;
    private final OutsideClient outside;
    private final Clock clock;

    WebhookCourier(
            WebhookStore webhooks,
            DeliveryStore deliveries,
            InboxStore inbox,
            Wording.Languages languages,
            OutsideClient outside,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.inbox = inbox;
        this.languages = languages;
        this.outside = outside;
        this.clock = clock;
    }

    /**
     * What is sent.
     *
     * @param type {@code notification.<kind>} or {@code webhook.test}
     * @param data the notification; absent in a test
     */
    record Message(String type, Instant timestamp, @Nullable NotificationView data) {}

    @Override
    public Outcome deliver(Delivery delivery) {
        Optional<Webhook> found = webhooks.find(Objects.requireNonNull(delivery.targetId()));
        if (found.isEmpty() || !found.get().state().equals("enabled")) {
            return new Outcome.Never(null, "the webhook is disabled");
        }
        UUID told = delivery.notificationId();
        Optional<Notification> notification = told == null ? Optional.empty() : inbox.find(told);
        if (told != null && notification.isEmpty()) {
            // Taken back or deleted since, also after a first try kept what it said.
            return new Outcome.Dropped("there is nothing to tell any more");
        }
        String body = delivery.body() == null ? firstBody(delivery, notification.orElseThrow()) : delivery.body();
        return post(delivery, found.get(), body);
    }

    private String firstBody(Delivery delivery, Notification it) {
        Message message = new Message(
                "notification." + it.kind().wireName(), it.changedAt(), NotificationView.of(it, languages.of("en")));
        String body = new String(Json.write(message), StandardCharsets.UTF_8);
        deliveries.body(delivery.id(), body);
        return body;
    }

    private Outcome post(Delivery delivery, Webhook webhook, String body) {
        String id = "msg_" + delivery.id();
        long timestamp = clock.instant().getEpochSecond();
        try {
            String secret = webhooks.secret(webhook.id()).orElse("");
            String signature = new com.standardwebhooks.Webhook(secret).sign(id, timestamp, body);
            OutsideClient.Answer answer = outside.post(
                    webhook.url(),
                    Map.of(
                            "webhook-id", id,
                            "webhook-timestamp", String.valueOf(timestamp),
                            "webhook-signature", signature),
                    body.getBytes(StandardCharsets.UTF_8),
                    "application/json");
            return outcome(webhook, answer);
        } catch (OutsideClient.RefusedException e) {
            return new Outcome.Never(null, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Outcome.Again(null, "no answer: " + Letter.oneLine(String.valueOf(e.getMessage())), null);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("a message cannot be signed", e);
        }
    }

    private Outcome outcome(Webhook webhook, OutsideClient.Answer answer) {
        if (answer.status() / 100 == 2) {
            return new Outcome.Sent(answer.status());
        }
        String problem = Letter.oneLine("answered " + answer.status() + " " + answer.beginning());
        if (answer.status() == 410) {
            webhooks.disable(webhook.id(), "it answered 410 Gone");
            return new Outcome.Never(410, problem);
        }
        return new Outcome.Again(answer.status(), problem, answer.retryAfter().orElse(null));
    }
}
