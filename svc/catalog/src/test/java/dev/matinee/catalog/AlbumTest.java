package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Uuid7;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AlbumTest {
    private static final Instant NOW = Parts.NOW;
    private static final Instant LATER = NOW.plusSeconds(60);

    private static Album album(Visibility visibility) {
        AlbumDetails details = new AlbumDetails("Summer", null, List.of(), null, null, visibility, null);
        return Album.created(Uuid7.at(NOW), new UUID(0, 1), "ada", details, NOW, LATER);
    }

    private static Photo photo() {
        return Photo.created(Uuid7.at(NOW), null, NOW, LATER);
    }

    private static Album ready(Album album, Photo photo) {
        PhotoMedia media = new PhotoMedia("v", 100, 50, List.of(100), "hash", 10);
        return album.changed(photo.id(), found -> found.submitted("s-" + photo.id(), LATER), NOW)
                .changed(photo.id(), found -> found.ready(media), NOW);
    }

    @Test
    void empty_isGivenUpAtItsDeadline() {
        Album album = album(Visibility.PUBLIC);
        assertThat(album.orOverdue(NOW)).isSameAs(album);
        Album over = album.orOverdue(LATER);
        assertThat(over.state()).isEqualTo(VideoState.FAILED);
        assertThat(over.deadline()).isNull();
        assertThat(over.with(photo(), 0, LATER).state()).isEqualTo(VideoState.UPLOADING);
    }

    @Test
    void ready_staysSoWhilePhotosAreAdded() {
        Photo first = photo();
        Album album = ready(album(Visibility.PUBLIC).with(first, 0, NOW), first);
        assertThat(album.published()).isTrue();
        assertThat(album.deadline()).isNull();
        Photo second = photo();
        Album more = album.with(second, 0, NOW);
        assertThat(more.published()).isTrue();
        assertThat(more.deadline()).isEqualTo(LATER);
        assertThat(more.readyPhotos()).extracting(Photo::id).containsExactly(first.id());
        Album without = more.without(first.id(), NOW, LATER);
        assertThat(without.state()).isEqualTo(VideoState.UPLOADING);
        assertThat(without.published()).isFalse();
    }

    @Test
    void overdue_photosFailAndTheRestIsShown() {
        Photo first = photo();
        Photo second = photo();
        Album album = ready(album(Visibility.PUBLIC).with(first, 0, NOW).with(second, 1, NOW), first);
        assertThat(album.state()).isEqualTo(VideoState.UPLOADING);
        Album over = album.orOverdue(LATER);
        assertThat(over.state()).isEqualTo(VideoState.READY);
        assertThat(over.photo(second.id()).orElseThrow().failure())
                .extracting(Failure::code)
                .isEqualTo("upload_missing");
    }

    @Test
    void scheduled_isPublishedWhenItIsDue() {
        AlbumDetails details = new AlbumDetails("Summer", null, List.of(), null, null, Visibility.PUBLIC, LATER);
        Photo photo = photo();
        Album album = ready(album(Visibility.PRIVATE).edited(details, NOW).with(photo, 0, NOW), photo);
        assertThat(album.published()).isFalse();
        assertThat(album.due(NOW)).isSameAs(album);
        assertThat(album.due(LATER).published()).isTrue();
        assertThat(album.accessEpoch()).isEqualTo(1);
    }
}
