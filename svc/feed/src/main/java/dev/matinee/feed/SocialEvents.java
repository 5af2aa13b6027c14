package dev.matinee.feed;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.kit.kafka.BatchHandler.AwayException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Follows what members do; their feeds are made anew from it when they read next. */
final class SocialEvents {
    static final Set<EventType> ALL = EnumSet.of(
            EventType.FOLLOW_CHANGED,
            EventType.MUTE_CHANGED,
            EventType.BLOCK_CHANGED,
            EventType.LIKE_CHANGED,
            EventType.WATCH_PROGRESSED);

    private final SocialStore social;
    private final Derived derived;

    SocialEvents(SocialStore social, Derived derived) {
        this.social = social;
        this.derived = derived;
    }

    void handle(List<Event> events) throws AwayException {
        ContentEvents.waiting(() -> {
            derived.tell(social.apply(events.stream().map(Event::data).toList()));
            derived.tellOfPulled();
        });
    }
}
