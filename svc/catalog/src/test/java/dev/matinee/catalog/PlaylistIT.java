package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.PlaylistChanged;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Playlists: what is in them, in which order, and who may. */
class PlaylistIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Member owner = Member.of(catalog, "viewer", "creator");
    private final Member vera = Member.of(catalog, "viewer");
    private final Member moderator = Member.of(catalog, "viewer", "moderator");

    @Test
    void items_inOrder_movedAndTakenOut() {
        String id = create(vera, "public");
        String items = "/playlists/" + id + "/items";
        List<String> films =
                Stream.generate(() -> owner.films().ready("public")).limit(3).toList();
        films.forEach(film -> vera.put(items + "/" + film));
        assertThat(vera.all(items, "/id")).containsExactlyElementsOf(films);
        assertThat(vera.put(items + "/" + films.get(2), "{\"position\":0}")
                        .json()
                        .path("items")
                        .asLong())
                .isEqualTo(3);
        assertThat(vera.all(items, "/id")).containsExactly(films.get(2), films.get(0), films.get(1));
        String tag = vera.get("/playlists/" + id).etag();
        vera.put(items + "/" + films.get(2), "{\"position\":0}");
        vera.put(items + "/" + films.get(1), "{\"position\":99}");
        assertThat(vera.put(items + "/" + films.get(0)).etag())
                .as("at their places already")
                .isEqualTo(tag);
        vera.put(items + "/" + films.get(2), "{\"position\":1}");
        assertThat(vera.all(items, "/video/id")).containsExactly(films.get(0), films.get(2), films.get(1));
        for (int i = 0; i < 2; i++) {
            assertThat(vera.delete(items + "/" + films.get(2))
                            .json()
                            .path("items")
                            .asLong())
                    .isEqualTo(2);
        }
        owner.films().patch(films.get(0), "{\"visibility\":\"private\"}");
        assertThat(vera.all(items, "/id")).containsExactly(films.get(0), films.get(1));
        assertThat(vera.all(items, "/video/id")).containsExactly("", films.get(1));
        owner.delete("/videos/" + films.get(1));
        assertThat(vera.get("/playlists/" + id).json().path("items").asLong()).isEqualTo(1);
        assertThat(vera.all(items, "/id")).containsExactly(films.get(0));

        List<Event> said = vera.said(id, EventType.PLAYLIST_UPDATED, 7);
        assertThat(said)
                .extracting(event -> ((PlaylistChanged) event.data()).items())
                .containsExactly(1, 2, 3, 3, 3, 2, 1);
        assertThat(said)
                .extracting(event -> ((PlaylistChanged) event.data()).revision())
                .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(vera.delete("/playlists/" + id).status()).isEqualTo(204);
        assertThat(vera.said(id, EventType.PLAYLIST_DELETED, 1)).hasSize(1);
    }

    /** However often things are moved, the list is what a list in memory would be. */
    @Test
    void manyMoves_asInMemory() {
        Random random = new Random(7);
        String id = create(vera, "private");
        String items = "/playlists/" + id + "/items/";
        List<String> films = IntStream.range(0, 5)
                .mapToObj(number -> owner.films().ready("public"))
                .toList();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String film = films.get(random.nextInt(films.size()));
            expected.remove(film);
            // Mostly to the second place, so that the room between two is used up.
            int position = Math.min(random.nextInt(4) == 0 ? random.nextInt(5) : 1, expected.size());
            expected.add(position, film);
            assertThat(vera.put(items + film, "{\"position\":" + position + "}").status())
                    .isEqualTo(200);
        }
        assertThat(vera.all("/playlists/" + id + "/items", "/id")).containsExactlyElementsOf(expected);
    }

    @Test
    void between_roomUsedUp_isTold() {
        long before = 0;
        int steps = 0;
        while (PlaylistItems.between(before, PlaylistItems.ROOM).isPresent()) {
            before = PlaylistItems.between(before, PlaylistItems.ROOM).orElseThrow();
            steps++;
        }
        assertThat(steps).isEqualTo(32);
        assertThat(PlaylistItems.between(null, null)).contains(0L);
        assertThat(PlaylistItems.between(null, 0L)).contains(-PlaylistItems.ROOM);
        assertThat(PlaylistItems.between(5L, null)).contains(5L + PlaylistItems.ROOM);
    }

    @Test
    void everyVerb_everyCaller() {
        String film = owner.films().ready("public");
        for (String visibility : List.of("public", "unlisted", "private")) {
            String id = create(vera, visibility);
            String path = "/playlists/" + id;
            boolean open = !visibility.equals("private");
            String tag = vera.get(path).etag();
            for (String read : List.of(path, path + "/items")) {
                assertThat(vera.get(read).status()).isEqualTo(200);
                assertThat(moderator.get(read).status()).isEqualTo(200);
                assertThat(owner.get(read).status()).isEqualTo(open ? 200 : 404);
                assertThat(catalog.get(Member.API + read).status()).isEqualTo(open ? 200 : 404);
            }
            for (Member other : List.of(owner, moderator)) {
                int refused = open || other.equals(moderator) ? 403 : 404;
                assertThat(other.patch(path, tag, "{\"title\":\"Mine\"}").status())
                        .isEqualTo(refused);
                assertThat(other.put(path + "/items/" + film).status()).isEqualTo(refused);
                assertThat(other.delete(path + "/items/" + film).status()).isEqualTo(refused);
            }
            assertThat(owner.delete(path).status()).isEqualTo(open ? 403 : 404);
            for (String method : List.of("PUT", "DELETE")) {
                assertThat(catalog.send(method, Member.API + path + "/items/" + film, "")
                                .status())
                        .isEqualTo(401);
            }
            assertThat(catalog.send("DELETE", Member.API + path, "").status()).isEqualTo(401);
            assertThat(vera.patch(path, "\"r9\"", "{\"title\":\"x\"}").status()).isEqualTo(412);
            assertThat(vera.patch(path, tag, "{\"title\":\"Better\"}").text("title"))
                    .isEqualTo("Better");
            assertThat(moderator.delete(path).status()).isEqualTo(204);
            assertThat(vera.get(path).status()).isEqualTo(404);
        }
    }

    @Test
    void lists_ownAll_othersPublic_blockedNone() {
        List<String> ids = List.of(create(vera, "public"), create(vera, "private"), create(vera, "public"));
        String list = "/channels/" + vera.channel() + "/playlists";
        assertThat(vera.all("/me/playlists", "/id")).containsExactlyElementsOf(ids.reversed());
        assertThat(owner.all(list, "/id")).containsExactly(ids.get(2), ids.get(0));
        assertThat(catalog.get(Member.API + list).json().path("data")).hasSize(2);
        vera.put("/channels/" + owner.channel() + "/block");
        assertThat(owner.all(list, "/id")).isEmpty();
        assertThat(owner.get("/playlists/" + ids.getFirst()).status()).isEqualTo(404);
        assertThat(catalog.get(Member.API + "/me/playlists").status()).isEqualTo(401);
    }

    @Test
    void nonsense_refused() {
        for (String body : List.of(
                "{}",
                "{\"title\":\"\"}",
                "{\"title\":\"x\",\"visibility\":\"followers\"}",
                "{\"title\":\"x\",\"items\":3}",
                "{\"title\":\"" + "x".repeat(151) + "\"}")) {
            assertThat(vera.post("/playlists", body).status()).as(body).isEqualTo(400);
        }
        String id = create(vera, "public");
        String hidden = owner.films().ready("private");
        assertThat(vera.put("/playlists/" + id + "/items/" + hidden).status()).isEqualTo(404);
        assertThat(vera.put("/playlists/" + id + "/items/" + Films.newUser()).status())
                .isEqualTo(404);
        String film = owner.films().ready("public");
        assertThat(vera.put("/playlists/" + id + "/items/" + film, "{\"position\":-1}")
                        .status())
                .isEqualTo(400);
        assertThat(vera.get("/playlists/" + id + "/items?cursor=x").status()).isEqualTo(400);
        assertThat(vera.get("/playlists/" + Films.newUser()).status()).isEqualTo(404);
    }

    @Test
    void full_refused() throws Exception {
        String id = create(vera, "public");
        try (Connection connection = catalog.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO playlist_item SELECT '" + id
                    + "', 'video', gen_random_uuid(), n, now() FROM generate_series(1, 500) n");
            statement.execute("UPDATE playlist SET items = 500 WHERE id = '" + id + "'");
        }
        Answer refused = vera.put("/playlists/" + id + "/items/" + owner.films().ready("public"));
        assertThat(refused.text("code")).isEqualTo("playlist_full");
    }

    private static String create(Member member, String visibility) {
        Answer made = member.post("/playlists", "{\"title\":\"Mine\",\"visibility\":\"" + visibility + "\"}");
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made.text("id");
    }
}
