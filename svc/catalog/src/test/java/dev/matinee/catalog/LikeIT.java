package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.LikeChanged;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Likes: idempotent, counted, listed, said once, and gone with the video. */
class LikeIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Member owner = Member.of(catalog, "viewer", "creator");
    private final Member vera = Member.of(catalog, "viewer");

    @Test
    void like_again_saidOnce() {
        String id = owner.films().ready("public");
        String like = "/videos/" + id + "/like";
        for (int i = 0; i < 2; i++) {
            assertThat(vera.put(like).json().path("likes").asLong()).isEqualTo(1);
        }
        assertThat(owner.put(like).json().path("likes").asLong()).isEqualTo(2);
        assertThat(vera.get(like).json().path("liked").asBoolean()).isTrue();
        assertThat(catalog.get(Member.API + like).response().body()).isEqualTo("{\"likes\":2}");
        for (int i = 0; i < 2; i++) {
            assertThat(vera.delete(like).response().body()).isEqualTo("{\"liked\":false,\"likes\":1}");
        }
        vera.put(like);
        List<Event> said = vera.said(vera.subject(), EventType.LIKE_CHANGED, 3);
        assertThat(said)
                .extracting(event -> ((LikeChanged) event.data()).liked())
                .containsExactly(true, false, true);
        assertThat(said)
                .extracting(event -> ((LikeChanged) event.data()).likes())
                .containsExactly(1L, 1L, 2L);
        LikeChanged first = (LikeChanged) said.getFirst().data();
        assertThat(first.contentId()).isEqualTo(id);
        assertThat(first.kind()).isEqualTo("video");
        assertThat(first.contentOwner()).isEqualTo(owner.subject());
        assertThat(first.channelId()).isEqualTo(owner.channel());
    }

    @Test
    void everyVerb_everyCaller() {
        Films films = owner.films();
        Member moderator = Member.of(catalog, "moderator");
        for (String visibility : List.of("public", "unlisted", "followers", "private")) {
            String like = "/videos/" + films.ready(visibility) + "/like";
            boolean open = visibility.equals("public") || visibility.equals("unlisted");
            for (Member one : List.of(owner, moderator)) {
                assertThat(one.put(like).status()).isEqualTo(200);
                assertThat(one.get(like).status()).isEqualTo(200);
                assertThat(one.delete(like).status()).isEqualTo(200);
            }
            assertThat(vera.put(like).status()).isEqualTo(open ? 200 : 404);
            assertThat(vera.get(like).status()).isEqualTo(open ? 200 : 404);
            assertThat(vera.delete(like).status()).isEqualTo(open ? 200 : 404);
            assertThat(catalog.get(Member.API + like).status()).isEqualTo(open ? 200 : 404);
            assertThat(catalog.send("PUT", Member.API + like, "").status()).isEqualTo(401);
            assertThat(catalog.send("DELETE", Member.API + like, "").status()).isEqualTo(401);
        }
        assertThat(catalog.get(Member.API + "/me/likes").status()).isEqualTo(401);
        assertThat(vera.put("/videos/" + Films.newUser() + "/like").status()).isEqualTo(404);
    }

    @Test
    void list_lastFirst_withoutWhatBecamePrivate() {
        Films films = owner.films();
        List<String> ids = List.of(films.ready("public"), films.ready("public"), films.ready("unlisted"));
        ids.forEach(id -> vera.put("/videos/" + id + "/like"));
        assertThat(vera.all("/me/likes", "/id")).containsExactlyElementsOf(ids.reversed());
        assertThat(vera.all("/me/likes", "/video/title")).containsOnly("A film");
        films.patch(ids.get(1), "{\"visibility\":\"private\"}");
        assertThat(vera.all("/me/likes", "/id")).as("the place stays").containsExactlyElementsOf(ids.reversed());
        assertThat(vera.all("/me/likes", "/video/title")).containsExactly("A film", "", "A film");
        assertThat(vera.delete("/videos/" + ids.get(1) + "/like")
                        .json()
                        .path("likes")
                        .asLong(-1))
                .as("taking it back needs no right to see")
                .isZero();
        assertThat(vera.delete("/videos/" + ids.get(1) + "/like").status()).isEqualTo(404);
        assertThat(vera.all("/me/likes", "/id")).containsExactly(ids.get(2), ids.get(0));
    }

    @Test
    void deletedVideo_takesItsLikesAlong() {
        String id = owner.films().ready("public");
        vera.put("/videos/" + id + "/like");
        owner.delete("/videos/" + id);
        assertThat(vera.all("/me/likes", "/id")).isEmpty();
        assertThat(vera.put("/videos/" + id + "/like").status()).isEqualTo(404);
    }
}
