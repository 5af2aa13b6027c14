package dev.matinee.catalog;

import dev.matinee.kit.http.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What lists show of content: by id, and only what the caller may see at this moment. */
final class ContentViews {
    private final VideoQueries videos;
    private final AlbumQueries albums;
    private final RelationQueries relations;
    private final MediaPaths paths;
    private final Clock clock;

    ContentViews(VideoQueries videos, AlbumQueries albums, RelationQueries relations, MediaPaths paths, Clock clock) {
        this.videos = videos;
        this.albums = albums;
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
     * @param video absent when it is gone, not for the caller to see any more, or no video
     * @param album likewise
     */
    record Item(
            ContentKind kind,
            UUID id,
            Instant at,
            @Nullable VideoView video,
            @Nullable AlbumView album) {}

    List<Item> items(Optional<Caller> caller, List<Entry> entries) {
        Map<UUID, VideoView> ofVideos = of(caller, ids(entries, ContentKind.VIDEO));
        Map<UUID, AlbumView> ofAlbums = ofAlbums(caller, ids(entries, ContentKind.ALBUM));
        return entries.stream()
                .map(entry -> new Item(
                        entry.kind(), entry.id(), entry.at(), ofVideos.get(entry.id()), ofAlbums.get(entry.id())))
                .toList();
    }

    private static List<UUID> ids(List<Entry> entries, ContentKind kind) {
        return entries.stream()
                .filter(entry -> entry.kind() == kind)
                .map(Entry::id)
                .toList();
    }

    Map<UUID, VideoView> of(Optional<Caller> caller, Collection<UUID> ids) {
        List<ShownVideo> found = videos.listByIds(ids);
        Predicate<ShownVideo> mayRead =
                mayRead(caller, found, ShownVideo::video, shown -> shown.video().channelId());
        return found.stream()
                .filter(mayRead)
                .collect(Collectors.toMap(shown -> shown.video().id(), shown -> VideoView.forViewers(shown, paths)));
    }

    private Map<UUID, AlbumView> ofAlbums(Optional<Caller> caller, Collection<UUID> ids) {
        List<ShownAlbum> found = albums.listByIds(ids);
        Predicate<ShownAlbum> mayRead =
                mayRead(caller, found, ShownAlbum::album, shown -> shown.album().channelId());
        return found.stream()
                .filter(mayRead)
                .collect(Collectors.toMap(shown -> shown.album().id(), shown -> AlbumView.forViewers(shown, paths)));
    }

    private <T> Predicate<T> mayRead(
            Optional<Caller> caller, List<T> found, Function<T, Post> post, Function<T, UUID> channel) {
        Map<UUID, Relation> between = caller.map(someone -> relations.among(
                        someone.subject(), found.stream().map(channel).collect(Collectors.toSet())))
                .orElse(Map.of());
        Instant now = clock.instant();
        return shown -> Rights.mayRead(
                caller, post.apply(shown), between.getOrDefault(channel.apply(shown), Relation.NONE), now);
    }
}
