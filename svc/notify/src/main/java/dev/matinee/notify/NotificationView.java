package dev.matinee.notify;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A notification as clients get it, in the inbox, the stream, a webhook and a push message.
 *
 * @param text the whole in one sentence, in the member's language
 * @param url the page of the web app that shows what it is about
 * @param count how many did it, for kinds that are grouped
 * @param names of the last of them
 */
record NotificationView(
        UUID id,
        Kind kind,
        String text,
        String url,
        @Nullable Content content,
        @Nullable Channel channel,
        @Nullable Comment comment,
        @Nullable String detail,
        @Nullable String outcome,
        @Nullable Integer count,
        @Nullable List<String> names,
        boolean read,
        Instant createdAt,
        Instant changedAt) {
    record Content(String id, String kind, @Nullable String title) {}

    record Channel(
            String id, @Nullable String handle, @Nullable String name) {}

    record Comment(String id, String author, @Nullable String text) {}

    static NotificationView of(Notification it, Wording wording) {
        Facts facts = it.facts();
        return new NotificationView(
                it.id(),
                it.kind(),
                wording.sentence(it),
                wording.page(it),
                facts.contentId() == null
                        ? null
                        : new Content(facts.contentId(), String.valueOf(facts.contentKind()), facts.title()),
                facts.channelId() == null
                        ? null
                        : new Channel(facts.channelId(), facts.channelHandle(), facts.channelName()),
                facts.commentId() == null
                        ? null
                        : new Comment(facts.commentId(), String.valueOf(facts.actor()), facts.text()),
                facts.commentId() == null ? facts.text() : null,
                facts.outcome(),
                it.kind().isGrouped() ? it.actors() : null,
                it.kind().isGrouped() ? it.names() : null,
                it.readAt() != null,
                it.createdAt(),
                it.changedAt());
    }
}
