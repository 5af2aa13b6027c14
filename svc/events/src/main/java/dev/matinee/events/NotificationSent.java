package dev.matinee.events;

/**
 * Somebody was told something by one medium: it stands in their inbox, or was handed to the mail server, the push service or their
 * program. Opens are said by pages ({@link PageReported}).
 *
 * @param notificationId the notification; the same for each medium
 * @param member the member's {@code sub}
 * @param kind what it is about, one of notify's kinds: {@code new_video}, {@code comment}, …
 * @param medium {@code in_app | email | push | webhook}
 */
public record NotificationSent(String notificationId, String member, String kind, String medium) implements EventData {
    @Override
    public String aggregateId() {
        return notificationId;
    }
}
