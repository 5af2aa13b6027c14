package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what to a video or an album. Whoever may not see it learns nothing about it, not even that it exists.
 */
final class Rights {
    private Rights() {}

    static boolean owns(Optional<Caller> caller, Post post) {
        return caller.map(someone -> someone.subject().equals(post.owner())).orElse(false);
    }

    static boolean moderates(Optional<Caller> caller) {
        return caller.map(someone -> someone.has(Role.MODERATOR)).orElse(false);
    }

    /** Whether the caller sees it whatever its visibility, with everything the owner sees. */
    static boolean seesAll(Optional<Caller> caller, Post post) {
        return owns(caller, post) || moderates(caller);
    }

    static boolean mayRead(Optional<Caller> caller, Post post, Relation relation, Instant now) {
        return mayRead(caller, post.owner(), post.isOpen(now), post.isForFollowers(now), relation);
    }

    /** @param open whether anybody who knows its id may see it */
    static boolean mayRead(
            Optional<Caller> caller, String owner, boolean open, boolean forFollowers, Relation relation) {
        boolean seesAll = moderates(caller)
                || caller.map(Caller::subject).filter(owner::equals).isPresent();
        return seesAll || (!relation.apart() && (open || (relation.follows() && forFollowers)));
    }

    static void requireRead(Optional<Caller> caller, Post post, Relation relation, Instant now) {
        if (!mayRead(caller, post, relation, now)) {
            throw ProblemException.of(post.kind().notFound());
        }
    }

    /** Who may not change it is told so only about what anybody can see. */
    static void requireOwner(Caller caller, Post post, Instant now) {
        requireRead(Optional.of(caller), post, Relation.NONE, now);
        if (!owns(Optional.of(caller), post)) {
            throw ProblemException.of(CatalogError.NOT_OWNER);
        }
    }

    static void requireDelete(Caller caller, Post post, Instant now) {
        if (!moderates(Optional.of(caller))) {
            requireOwner(caller, post, now);
        }
    }

    /**
     * The owner may change anything but what a moderator hid; a moderator may only hide, and undo just that.
     *
     * @param changed the visibility that is wanted
     * @param more whether anything else would change
     */
    static void requireEdit(Caller caller, Post post, Visibility changed, boolean more, Instant now) {
        if (owns(Optional.of(caller), post)) {
            if (post.hiddenFrom() != null && changed != Visibility.PRIVATE) {
                throw ProblemException.of(CatalogError.HIDDEN_BY_MODERATOR);
            }
            return;
        }
        if (!moderates(Optional.of(caller))) {
            requireOwner(caller, post, now);
        }
        if (more || (changed != Visibility.PRIVATE && changed != post.hiddenFrom())) {
            throw ProblemException.of(CatalogError.MODERATOR_MAY_ONLY_HIDE);
        }
    }

    /** Who may not even see it learns nothing of it. */
    static void requireOwner(Caller caller, Playlist playlist) {
        if (playlist.owner().equals(caller.subject())) {
            return;
        }
        boolean seen = playlist.details().visibility() != Visibility.PRIVATE || moderates(Optional.of(caller));
        throw ProblemException.of(seen ? CatalogError.NOT_OWNER : CatalogError.PLAYLIST_NOT_FOUND);
    }

    /** Whether the caller sees, hides and deletes what others wrote under it. */
    static boolean moderatesComments(Optional<Caller> caller, Content content) {
        return moderates(caller)
                || caller.map(Caller::subject).filter(content.owner()::equals).isPresent();
    }

    static boolean seesHidden(Optional<Caller> caller, Comment comment, Content content) {
        return moderatesComments(caller, content)
                || caller.map(Caller::subject).filter(comment.author()::equals).isPresent();
    }

    /** Its text is its author's; whether it is shown is for the content's owner and moderators to say. */
    static void requireCommentChange(
            Caller caller, Comment comment, Content content, boolean text, @Nullable Boolean hidden) {
        if (text && !comment.author().equals(caller.subject())) {
            throw ProblemException.of(CatalogError.NOT_YOUR_COMMENT);
        }
        if (hidden == null) {
            return;
        }
        if (!moderatesComments(Optional.of(caller), content)) {
            throw ProblemException.of(CatalogError.NOT_YOUR_COMMENT);
        }
        if (!hidden && comment.hiddenBy() == Comment.HiddenBy.MODERATOR && !moderates(Optional.of(caller))) {
            throw ProblemException.of(CatalogError.HIDDEN_BY_MODERATOR);
        }
    }
}
