package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.CommentChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments: written, answered, changed, hidden, deleted, and who may. */
class CommentIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Member owner = Member.of(catalog, "viewer", "creator");
    private final Member vera = Member.of(catalog, "viewer");
    private final Member moderator = Member.of(catalog, "viewer", "moderator");
    private final String video = owner.films().ready("public");
    private final String comments = "/videos/" + video + "/comments";

    @Test
    void written_answered_listed() {
        String first = write(vera, "First\nof all");
        String second = write(owner, "Second");
        String answer = answer(owner, first, "Thanks");
        String another = answer(vera, first, "Welcome");
        assertThat(vera.all(comments, "/id")).containsExactly(second, first);
        assertThat(vera.all("/comments/" + first + "/replies", "/id")).containsExactly(answer, another);
        Answer page = catalog.get(Member.API + comments);
        assertThat(page.json().path("comments").asLong()).isEqualTo(4);
        assertThat(page.json().at("/data/1/replies").asLong()).isEqualTo(2);
        assertThat(page.json().at("/data/1/text").asText()).isEqualTo("First\nof all");
        assertThat(page.json().at("/data/1/author/id").asText()).isEqualTo(vera.channel());
        assertThat(page.json().at("/data/1/author")).as("no sub").hasSize(3);

        List<Event> said = vera.said(video, EventType.COMMENT_CREATED, 4);
        CommentChanged told = (CommentChanged) said.get(2).data();
        assertThat(told.parentId()).isEqualTo(first);
        assertThat(told.parentAuthor()).isEqualTo(vera.subject());
        assertThat(told.author()).isEqualTo(owner.subject());
        assertThat(told.contentOwner()).isEqualTo(owner.subject());
        assertThat(said)
                .extracting(event -> ((CommentChanged) event.data()).comments())
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void changed_byAuthorOnly() {
        String id = write(vera, "Frist");
        String path = "/comments/" + id;
        String tag = vera.get(path).etag();
        for (Member other : List.of(owner, moderator, Member.of(catalog, "viewer"))) {
            assertThat(other.patch(path, tag, "{\"text\":\"Mine\"}").text("code"))
                    .isEqualTo("not_your_comment");
        }
        assertThat(catalog.send("PATCH", Member.API + path, "{\"text\":\"x\"}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
        assertThat(vera.patch(path, "\"r9\"", "{\"text\":\"First\"}").status()).isEqualTo(412);
        assertThat(vera.patch(path, tag, "{\"author\":\"x\"}").status()).isEqualTo(400);
        Answer changed = vera.patch(path, tag, "{\"text\":\"First\"}");
        assertThat(changed.text("text")).isEqualTo("First");
        assertThat(changed.json().has("edited_at")).isTrue();
        assertThat(vera.patch(path, changed.etag(), "{\"text\":\"First\"}").etag())
                .as("the same again changes nothing")
                .isEqualTo(changed.etag());
        List<Event> said = vera.said(video, EventType.COMMENT_UPDATED, 1);
        assertThat(((CommentChanged) said.getFirst().data()).text()).isEqualTo("First");
        assertThat(((CommentChanged) said.getFirst().data()).revision()).isEqualTo(2);
    }

    @Test
    void hidden_byOwnerAndModerator() {
        String id = write(vera, "Rude");
        String path = "/comments/" + id;
        assertThat(vera.patch(path, vera.get(path).etag(), "{\"hidden\":true}").status())
                .isEqualTo(403);
        assertThat(owner.patch(path, vera.get(path).etag(), "{\"hidden\":true}").text("state"))
                .isEqualTo("hidden");
        for (Answer seen : List.of(vera.get(path), owner.get(path), moderator.get(path))) {
            assertThat(seen.text("text")).isEqualTo("Rude");
        }
        Answer stranger = catalog.get(Member.API + path);
        assertThat(stranger.json().has("text") || stranger.json().has("author")).isFalse();
        assertThat(catalog.get(Member.API + comments).response().body()).isEqualTo("{\"comments\":0,\"data\":[]}");
        assertThat(owner.all(comments, "/id")).containsExactly(id);
        assertThat(vera.all(comments, "/id")).containsExactly(id);

        assertThat(owner.patch(path, owner.get(path).etag(), "{\"hidden\":false}")
                        .text("state"))
                .isEqualTo("shown");
        moderator.patch(path, owner.get(path).etag(), "{\"hidden\":true}");
        assertThat(owner.patch(path, owner.get(path).etag(), "{\"hidden\":false}")
                        .text("code"))
                .isEqualTo("hidden_by_moderator");
        owner.patch(path, owner.get(path).etag(), "{\"hidden\":true}");
        assertThat(owner.get(path).text("hidden_by")).isEqualTo("moderator");
        moderator.patch(path, owner.get(path).etag(), "{\"hidden\":false}");
        assertThat(catalog.get(Member.API + comments).json().path("comments").asLong())
                .isEqualTo(1);

        vera.said(video, EventType.COMMENT_UPDATED, 2);
        assertThat(catalog.heardTypes(video).stream()
                        .filter(type -> type.ceType().startsWith("social.")))
                .containsExactly(
                        EventType.COMMENT_CREATED,
                        EventType.COMMENT_DELETED,
                        EventType.COMMENT_UPDATED,
                        EventType.COMMENT_DELETED,
                        EventType.COMMENT_UPDATED);
        assertThat(catalog.heard(video).stream()
                        .filter(event -> event.type() == EventType.COMMENT_DELETED)
                        .map(event -> ((CommentChanged) event.data()).text() == null))
                .containsOnly(true);
    }

    @Test
    void deleted_byThreeKindsOfPeople_again_saidOnce() {
        Member stranger = Member.of(catalog, "viewer");
        for (Member who : List.of(vera, owner, moderator)) {
            String id = write(vera, "Away");
            assertThat(stranger.delete("/comments/" + id).status()).isEqualTo(403);
            assertThat(catalog.send("DELETE", Member.API + "/comments/" + id, "")
                            .status())
                    .isEqualTo(401);
            assertThat(who.delete("/comments/" + id).status()).isEqualTo(204);
            assertThat(who.delete("/comments/" + id).status()).isEqualTo(204);
            assertThat(vera.get("/comments/" + id).json().has("text")).isFalse();
            assertThat(vera.patch("/comments/" + id, "\"r2\"", "{\"text\":\"Back\"}")
                            .status())
                    .isEqualTo(404);
        }
        assertThat(vera.all(comments, "/id")).isEmpty();
        write(vera, "Last");
        vera.said(video, EventType.COMMENT_CREATED, 4);
        assertThat(vera.said(video, EventType.COMMENT_DELETED, 3)).hasSize(3);
    }

    @Test
    void deletedThread_keepsItsPlaceWhileAnswered() {
        String id = write(vera, "Question");
        String answer = answer(owner, id, "Answer");
        vera.delete("/comments/" + id);
        Answer page = catalog.get(Member.API + comments);
        assertThat(page.json().at("/data/0/state").asText()).isEqualTo("deleted");
        assertThat(page.json().at("/data/0").has("author")).isFalse();
        assertThat(page.json().path("comments").asLong()).isEqualTo(1);
        owner.delete("/comments/" + answer);
        assertThat(vera.all(comments, "/id")).isEmpty();
    }

    @Test
    void nonsense_refused() {
        String id = write(vera, "One");
        String answer = answer(vera, id, "Two");
        String elsewhere = owner.films().ready("public");
        for (String body : List.of(
                "{}",
                "{\"text\":\" \"}",
                "{\"text\":\"" + "x".repeat(2_001) + "\"}",
                "{\"text\":\"\\u0000\"}",
                "{\"text\":\"x\",\"parent_id\":\"" + answer + "\"}",
                "{\"text\":\"x\",\"parent_id\":\"" + Films.newUser() + "\"}",
                "{\"text\":\"x\",\"parent_id\":\"x\"}",
                "{\"text\":\"x\",\"author\":\"x\"}")) {
            assertThat(vera.post(comments, body).status()).as(body).isEqualTo(400);
        }
        assertThat(vera.post("/videos/" + elsewhere + "/comments", "{\"text\":\"x\",\"parent_id\":\"" + id + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(vera.post(comments, "{\"text\":\"" + "x".repeat(2_000) + "\"}")
                        .status())
                .isEqualTo(201);
        assertThat(vera.get("/comments/" + Films.newUser()).status()).isEqualTo(404);
        assertThat(catalog.send("POST", Member.API + comments, "{\"text\":\"x\"}", "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void sameKey_writesOnce() {
        List<String> ids = Stream.of(1, 2)
                .map(time -> catalog.send(
                        "POST",
                        Member.API + comments,
                        "{\"text\":\"Once\"}",
                        "Authorization",
                        "Bearer " + vera.token(),
                        "Content-Type",
                        "application/json",
                        "Idempotency-Key",
                        "key-" + video))
                .map(answer -> answer.text("id"))
                .toList();
        assertThat(ids.getFirst()).isEqualTo(ids.getLast()).isNotEmpty();
        assertThat(vera.all(comments, "/id")).containsExactly(ids.getFirst());
    }

    @Test
    void sameKeyAndText_onAnotherFilm_isRefusedAndNotTakenForTheFirst() {
        String key = "key-of-two-" + video;
        String other = "/videos/" + owner.films().ready("public") + "/comments";
        assertThat(writeWithKey(comments, key).status()).isEqualTo(201);
        Answer answer = writeWithKey(other, key);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("code")).isEqualTo("idempotency_reused");
        assertThat(vera.all(other, "/id")).isEmpty();
    }

    private Answer writeWithKey(String path, String key) {
        return catalog.send(
                "POST",
                Member.API + path,
                "{\"text\":\"Hear, hear\"}",
                "Authorization",
                "Bearer " + vera.token(),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                key);
    }

    /** More at once than there are connections, each under the lock of the same film. */
    @Test
    void edits_manyAtOnce_waitForEachOtherAndForNoConnection() throws Exception {
        List<String> ids = IntStream.range(0, 24)
                .mapToObj(number -> write(vera, "Draft " + number))
                .toList();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> edits = ids.stream()
                    .map(id -> (Callable<Integer>) () -> vera.patch("/comments/" + id, "\"r1\"", "{\"text\":\"Final\"}")
                            .status())
                    .toList();
            for (Future<Integer> edit : clients.invokeAll(edits)) {
                assertThat(edit.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void whatIsNotForThem_neitherReadNorWritten() {
        Films films = owner.films();
        String id = write(vera, "Seen");
        films.patch(video, "{\"visibility\":\"private\"}");
        assertThat(vera.get(comments).status()).isEqualTo(404);
        assertThat(vera.post(comments, "{\"text\":\"x\"}").status()).isEqualTo(404);
        assertThat(vera.get("/comments/" + id).status()).isEqualTo(404);
        assertThat(vera.get("/comments/" + id + "/replies").status()).isEqualTo(404);
        assertThat(vera.patch("/comments/" + id, "\"r1\"", "{\"text\":\"x\"}").status())
                .isEqualTo(404);
        assertThat(Member.of(catalog, "viewer").delete("/comments/" + id).status())
                .isEqualTo(404);
        assertThat(vera.put("/videos/" + video + "/like").status()).isEqualTo(404);
        assertThat(catalog.get(Member.API + "/videos/" + video + "/like").status())
                .isEqualTo(404);
        assertThat(moderator.get(comments).status()).isEqualTo(200);
        assertThat(vera.delete("/comments/" + id).status())
                .as("one's own words")
                .isEqualTo(204);
    }

    @Test
    void blocked_neitherReadsNorWrites_andIsNotRead() {
        Member max = Member.of(catalog, "viewer");
        String theirs = write(vera, "Mine");
        String id = write(max, "Hello");
        vera.put("/channels/" + max.channel() + "/block");
        assertThat(vera.all(comments, "/id")).containsExactly(theirs);
        assertThat(max.all(comments, "/id")).containsExactly(id);
        assertThat(owner.all(comments, "/id")).containsExactly(id, theirs);
        assertThat(max.post(comments, "{\"text\":\"x\",\"parent_id\":\"" + theirs + "\"}")
                        .status())
                .isEqualTo(400);
        owner.put("/channels/" + max.channel() + "/block");
        assertThat(max.get(comments).status()).isEqualTo(404);
        assertThat(max.post(comments, "{\"text\":\"x\"}").status()).isEqualTo(404);
        assertThat(max.put("/videos/" + video + "/like").status()).isEqualTo(404);
    }

    @Test
    void deletedVideo_takesItsCommentsAlong() {
        String id = write(vera, "Question");
        String answer = answer(owner, id, "Answer");
        owner.delete("/videos/" + video);
        for (String gone : List.of(id, answer)) {
            assertThat(vera.get("/comments/" + gone).status()).isEqualTo(404);
            assertThat(vera.delete("/comments/" + gone).status()).isEqualTo(404);
        }
    }

    private String write(Member member, String text) {
        return made(member.post(comments, "{\"text\":\"" + text.replace("\n", "\\n") + "\"}"));
    }

    private String answer(Member member, String parent, String text) {
        return made(member.post(comments, "{\"text\":\"" + text + "\",\"parent_id\":\"" + parent + "\"}"));
    }

    private static String made(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.text("id");
    }
}
