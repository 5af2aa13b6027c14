package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Who may do what to a video. Whoever may not see it learns nothing about it, not even that it exists.
 */
final class Rights {
    private Rights() {}

    static boolean owns(Optional<Caller> caller, Video video) {
        return caller.map(someone -> someone.subject().equals(video.owner())).orElse(false);
    }

    static boolean moderates(Optional<Caller> caller) {
        return caller.map(someone -> someone.has(Role.MODERATOR)).orElse(false);
    }

    /** Whether the caller sees it whatever its visibility, with everything the owner sees. */
    static boolean seesAll(Optional<Caller> caller, Video video) {
        return owns(caller, video) || moderates(caller);
    }

    static boolean mayRead(Optional<Caller> caller, Video video, Relation relation, Instant now) {
        return seesAll(caller, video)
                || (!relation.apart() && (video.isOpen(now) || (relation.follows() && video.isForFollowers(now))));
    }

    static void requireRead(Optional<Caller> caller, Video video, Relation relation, Instant now) {
        if (!mayRead(caller, video, relation, now)) {
            throw ProblemException.of(CatalogError.VIDEO_NOT_FOUND);
        }
    }

    /** Who may not change it is told so only about what anybody can see. */
    static void requireOwner(Caller caller, Video video, Instant now) {
        requireRead(Optional.of(caller), video, Relation.NONE, now);
        if (!owns(Optional.of(caller), video)) {
            throw ProblemException.of(CatalogError.NOT_OWNER);
        }
    }

    static void requireDelete(Caller caller, Video video, Instant now) {
        if (!moderates(Optional.of(caller))) {
            requireOwner(caller, video, now);
        }
    }

    /** The owner may change anything but what a moderator hid; a moderator may only hide, and undo just that. */
    static void requireEdit(Caller caller, Video video, VideoDetails changed, Instant now) {
        boolean hidden = video.hiddenFrom() != null;
        if (owns(Optional.of(caller), video)) {
            if (hidden && changed.visibility() != Visibility.PRIVATE) {
                throw ProblemException.of(CatalogError.HIDDEN_BY_MODERATOR);
            }
            return;
        }
        if (!moderates(Optional.of(caller))) {
            requireOwner(caller, video, now);
        }
        boolean undone = changed.visibility() == video.hiddenFrom();
        if (!changed.equals(video.details().withVisibility(undone ? changed.visibility() : Visibility.PRIVATE))) {
            throw ProblemException.of(CatalogError.MODERATOR_MAY_ONLY_HIDE);
        }
    }
}
