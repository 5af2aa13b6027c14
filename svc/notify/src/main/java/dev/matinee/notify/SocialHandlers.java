package dev.matinee.notify;

import dev.matinee.events.BlockChanged;
import dev.matinee.events.CommentChanged;
import dev.matinee.events.Event;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.LikeChanged;
import dev.matinee.events.MuteChanged;
import dev.matinee.events.ReportChanged;
import dev.matinee.kit.kafka.EventHandler;
import dev.matinee.notify.ContentStore.Content;
import dev.matinee.notify.ContentStore.Relation;
import io.helidon.dbclient.DbTransaction;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What members did to each other. Nobody is told of what they did themselves, nor of anybody they block. */
final class SocialHandlers {
    private final Telling telling;
    private final HappeningStore happenings;

    SocialHandlers(Telling telling, HappeningStore happenings) {
        this.telling = telling;
        this.happenings = happenings;
    }

    Runnable follow(DbTransaction transaction, Event event, FollowChanged follow) {
        UUID channel = UUID.fromString(follow.channelId());
        relation(
                transaction,
                "follow",
                follow.followerId(),
                channel,
                follow.channelOwner(),
                follow.following(),
                follow.changedAt());
        if (wanted(transaction, event, follow.channelOwner(), follow.followerId())) {
            telling.act(
                    transaction,
                    new Telling.Act(
                            follow.channelOwner(),
                            Kind.FOLLOWER,
                            follow.channelId(),
                            follow.followerId(),
                            name(follow.followerName(), follow.followerId()),
                            follow.following(),
                            follow.changedAt()),
                    Facts.none().channel(follow.channelId(), null, null));
        }
        return EventHandler.DONE;
    }

    Runnable like(DbTransaction transaction, Event event, LikeChanged like) {
        if (wanted(transaction, event, like.contentOwner(), like.userId())) {
            telling.act(
                    transaction,
                    new Telling.Act(
                            like.contentOwner(),
                            Kind.LIKE,
                            like.contentId(),
                            like.userId(),
                            name(like.userName(), like.userId()),
                            like.liked(),
                            like.changedAt()),
                    facts(transaction, like.contentId(), like.kind()));
        }
        return EventHandler.DONE;
    }

    Runnable commented(DbTransaction transaction, Event event, CommentChanged comment) {
        Facts facts = facts(transaction, comment.contentId(), comment.kind())
                .comment(comment.commentId(), comment.authorName(), comment.text());
        String answered = comment.parentAuthor();
        if (answered != null
                && (answered.equals(comment.contentOwner()) || mayBeSeen(transaction, comment.contentId()))
                && wanted(transaction, event, answered, comment.author())) {
            telling.tell(transaction, event.id(), Kind.REPLY, comment.commentId(), facts, List.of(answered));
        }
        // Whose comment on their own film was answered is told of the answer, and not of a comment too.
        if (!comment.contentOwner().equals(answered)
                && wanted(transaction, event, comment.contentOwner(), comment.author())) {
            telling.tell(
                    transaction, event.id(), Kind.COMMENT, comment.commentId(), facts, List.of(comment.contentOwner()));
        }
        return EventHandler.DONE;
    }

    Runnable commentUpdated(DbTransaction transaction, Event event, CommentChanged comment) {
        transaction.update(
                "UPDATE notification SET facts = facts || jsonb_build_object('text', ?::text) WHERE subject = ?"
                        + " AND kind IN ('comment', 'reply')",
                Objects.requireNonNullElse(Facts.begin(comment.text()), ""),
                comment.commentId());
        return EventHandler.DONE;
    }

    Runnable commentDeleted(DbTransaction transaction, Event event, CommentChanged comment) {
        Telling.withdraw(transaction, comment.commentId(), EnumSet.of(Kind.COMMENT, Kind.REPLY));
        return EventHandler.DONE;
    }

    Runnable mute(DbTransaction transaction, Event event, MuteChanged mute) {
        UUID channel = UUID.fromString(mute.channelId());
        relation(transaction, "mute", mute.userId(), channel, mute.channelOwner(), mute.muted(), mute.changedAt());
        return EventHandler.DONE;
    }

    Runnable block(DbTransaction transaction, Event event, BlockChanged block) {
        UUID channel = UUID.fromString(block.channelId());
        relation(
                transaction,
                "block",
                block.userId(),
                channel,
                block.channelOwner(),
                block.blocked(),
                block.changedAt());
        return EventHandler.DONE;
    }

    Runnable reported(DbTransaction transaction, Event event, ReportChanged report) {
        if (!happenings.isStale(event.time())) {
            telling.tell(
                    transaction,
                    event.id(),
                    Kind.REPORT,
                    report.reportId(),
                    Facts.none().decided(Objects.requireNonNullElse(report.outcome(), "dismissed"), report.note()),
                    List.of(report.reporter()));
        }
        return EventHandler.DONE;
    }

    private static void relation(
            DbTransaction transaction,
            String kind,
            String member,
            UUID channel,
            String owner,
            boolean active,
            Instant changedAt) {
        ContentStore.relation(transaction, new Relation(kind, member, channel, owner, active, changedAt));
    }

    private boolean wanted(DbTransaction transaction, Event event, String member, String actor) {
        return !member.equals(actor)
                && !happenings.isStale(event.time())
                && !ContentStore.blocks(transaction, member, actor);
    }

    private static Facts facts(DbTransaction transaction, String contentId, String kind) {
        Optional<Content> content = ContentStore.find(transaction, UUID.fromString(contentId));
        return Facts.none().content(kind, contentId, content.map(Content::title).orElse(null));
    }

    /** What nothing is known of was made before we listened; of what is private, an answer's words would tell outsiders. */
    private static boolean mayBeSeen(DbTransaction transaction, String contentId) {
        return ContentStore.find(transaction, UUID.fromString(contentId))
                .map(Content::visible)
                .orElse(true);
    }

    private static String name(@Nullable String name, String subject) {
        return name == null ? subject : name;
    }
}
