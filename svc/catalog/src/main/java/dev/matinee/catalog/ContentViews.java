package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What lists show of content: by id, and only what the caller may see at this moment. */
final class ContentViews {
    private final VideoQueries videos;
    private final RelationQueries relations;
    private final MediaPaths paths;
    private final Clock clock;

    ContentViews(VideoQueries videos, RelationQueries relations, MediaPaths paths, Clock clock) {
        this.videos = videos;
        this.relations = relations;
        this.paths = paths;
        this.clock = clock;
    }

    /**
     * An entry of a member's list.
     *
     * @param row the list's order
     */
    record Entry(UUID row, ContentKind kind, UUID id, Instant at) {}

    /**
     * As it is on the wire.
     *
     * @param video absent when it is gone, or not for the caller to see any more
     */
    record Item(
            ContentKind kind, UUID id, Instant at, @Nullable VideoView video) {}

    List<Item> items(Optional<Caller> caller, List<Entry> entries) {
        Map<UUID, VideoView> views = of(caller, entries.stream().map(Entry::id).toList());
        return entries.stream()
                .map(entry -> new Item(entry.kind(), entry.id(), entry.at(), views.get(entry.id())))
                .toList();
    }

    Map<UUID, VideoView> of(Optional<Caller> caller, Collection<UUID> ids) {
        List<ShownVideo> found = videos.listByIds(ids);
        Map<UUID, Relation> between = caller.map(someone -> relations.among(
                        someone.subject(),
                        found.stream().map(shown -> shown.video().channelId()).collect(Collectors.toSet())))
                .orElse(Map.of());
        Instant now = clock.instant();
        return found.stream()
                .filter(shown -> Rights.mayRead(
                        caller,
                        shown.video(),
                        between.getOrDefault(shown.video().channelId(), Relation.NONE),
                        now))
                .collect(Collectors.toMap(shown -> shown.video().id(), shown -> VideoView.forViewers(shown, paths)));
    }
}
