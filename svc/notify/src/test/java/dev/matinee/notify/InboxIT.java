package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.AlbumChanged;
import dev.matinee.events.BlockChanged;
import dev.matinee.events.CommentChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.MediaFailed;
import dev.matinee.events.ReportChanged;
import dev.matinee.events.VideoDeleted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of events in the inboxes of those whom they concern. */
class InboxIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();

    private final String owner = "owner-" + Says.id();
    private final String film = Says.id();
    private final String channel = Says.id();

    private void film(String state, long revision) {
        film("private", state, revision);
    }

    private void film(String visibility, String state, long revision) {
        NOTIFY.handled(NOTIFY.say(
                EventType.VIDEO_UPDATED, Says.video(film, channel, owner, "Night train", visibility, state, revision)));
    }

    private static List<String> kinds(String member) {
        return NOTIFY.inbox(member).stream().map(it -> it.path("kind").asText()).toList();
    }

    @Test
    void filmReady_tellsItsOwnerOnce() {
        film("processing", 1);
        film("ready", 2);
        film("ready", 3);
        NOTIFY.handled(NOTIFY.say(
                EventType.VIDEO_UPDATED, Says.video(film, channel, owner, "Day train", "private", "ready", 4)));

        assertThat(kinds(owner)).containsExactly("ready");
        assertThat(NOTIFY.inbox(owner).getFirst().path("text").asText())
                .contains("Night train")
                .contains("ready");
    }

    @Test
    void filmFailed_tellsItsOwnerWhy() {
        film("processing", 1);
        Event why = NOTIFY.say(
                EventType.MEDIA_FAILED,
                new MediaFailed(film, Says.id(), Says.id(), "not_a_video", "This file is no film.", false));
        NOTIFY.handled(why);
        film("failed", 2);

        eventually().until(() -> kinds(owner).equals(List.of("failed")));
        assertThat(NOTIFY.inbox(owner).getFirst().path("detail").asText()).isEqualTo("This file is no film.");
    }

    @Test
    void comment_tellsTheOwner_answer_tellsWhoWasAnswered() {
        film("unlisted", "ready", 1);
        String answered = "answered-" + Says.id();
        CommentChanged first = Says.comment(Says.id(), film, owner, answered, null, "Where is this?");
        CommentChanged answer = Says.comment(Says.id(), film, owner, owner, answered, "In Norway.");
        NOTIFY.say(EventType.COMMENT_CREATED, first);
        NOTIFY.handled(NOTIFY.say(EventType.COMMENT_CREATED, answer));

        assertThat(kinds(owner)).containsExactly("comment", "ready");
        assertThat(NOTIFY.inbox(owner).getFirst().at("/comment/text").asText()).isEqualTo("Where is this?");
        assertThat(kinds(answered)).containsExactly("reply");
        assertThat(NOTIFY.inbox(answered).getFirst().path("text").asText())
                .isEqualTo("name-of-" + owner + " replied to you on “Night train”");

        CommentChanged gone = Says.comment(first.commentId(), film, owner, answered, null, null);
        NOTIFY.handled(NOTIFY.say(EventType.COMMENT_DELETED, gone));
        assertThat(kinds(owner)).containsExactly("ready");
    }

    @Test
    void answerOnWhatIsPrivateAgain_isToldItsOwnerOnly() {
        String answered = "answered-" + Says.id();
        film("public", "ready", 1);
        film("private", "ready", 2);
        NOTIFY.handled(NOTIFY.say(
                EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, owner, answered, "Between us.")));
        NOTIFY.handled(NOTIFY.say(
                EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, answered, owner, "Quite so.")));
        assertThat(kinds(answered)).isEmpty();
        assertThat(kinds(owner)).containsExactly("reply", "ready");
    }

    @Test
    void ownComment_tellsNobody_blockedComment_neither() {
        String blocked = "blocked-" + Says.id();
        NOTIFY.handled(NOTIFY.say(
                EventType.BLOCK_CHANGED,
                new BlockChanged(owner, Says.id(), blocked, true, NOTIFY.clock().instant())));
        NOTIFY.say(EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, owner, null, "First!"));
        NOTIFY.handled(
                NOTIFY.say(EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, blocked, null, "Second!")));
        assertThat(kinds(owner)).isEmpty();
    }

    @Test
    void report_tellsTheReporterHowItEnded() {
        String reporter = "reporter-" + Says.id();
        NOTIFY.handled(NOTIFY.say(
                EventType.REPORT_RESOLVED,
                new ReportChanged(
                        Says.id(),
                        reporter,
                        "video",
                        film,
                        owner,
                        "spam",
                        "upheld",
                        "Thank you.",
                        NOTIFY.clock().instant())));
        JsonNode told = NOTIFY.inbox(reporter).getFirst();
        assertThat(told.path("outcome").asText()).isEqualTo("upheld");
        assertThat(told.path("detail").asText()).isEqualTo("Thank you.");
    }

    @Test
    void redelivered_tellsOnce() {
        Event event = Event.now(
                EventType.COMMENT_CREATED,
                "test",
                NOTIFY.clock().instant(),
                Says.comment(Says.id(), film, owner, "a-writer", null, "Again"));
        NOTIFY.say(event);
        NOTIFY.say(event);
        // What the inbox of events forgot is still held back by the event and the member.
        NOTIFY.handled(event);
        NOTIFY.database().execute().delete("DELETE FROM inbox WHERE event_id = ?", event.id());
        NOTIFY.say(event);
        NOTIFY.handled(event);
        assertThat(kinds(owner)).containsExactly("comment");
    }

    @Test
    void list_goesOnByCursor_withoutGapOrRepetitionWhileMoreCome() {
        for (int i = 0; i < 5; i++) {
            NOTIFY.handled(NOTIFY.say(
                    EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "number " + i)));
        }
        List<String> read = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = NOTIFY.get(owner, "/notifications?limit=2&cursor=" + cursor);
            page.json()
                    .path("data")
                    .forEach(it -> read.add(it.at("/comment/text").asText()));
            cursor = page.text("next_cursor");
            NOTIFY.handled(NOTIFY.say(
                    EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "later")));
        } while (!cursor.isEmpty());
        assertThat(read).containsExactly("number 4", "number 3", "number 2", "number 1", "number 0");
    }

    @Test
    void readAll_marksWhatWasSeenAndNothingLater() {
        for (int i = 0; i < 3; i++) {
            NOTIFY.handled(NOTIFY.say(
                    EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "number " + i)));
        }
        Answer seen = NOTIFY.get(owner, "/notifications");
        assertThat(seen.json().path("unread").asInt()).isEqualTo(3);
        NOTIFY.handled(
                NOTIFY.say(EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "later")));

        Answer marked = NOTIFY.send("POST", owner, "/notifications/read", "{\"seen\":\"" + seen.text("seen") + "\"}");
        assertThat(marked.json().path("marked").asInt()).isEqualTo(3);
        assertThat(NOTIFY.getSecond(owner, "/notifications/unread")
                        .json()
                        .path("unread")
                        .asInt())
                .isOne();
        assertThat(NOTIFY.get(owner, "/notifications?unread=true")
                        .json()
                        .at("/data/0/comment/text")
                        .asText())
                .isEqualTo("later");
    }

    @Test
    void one_isMarkedAndDeletedByItsMemberOnly() {
        NOTIFY.handled(
                NOTIFY.say(EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "hello")));
        String path =
                "/notifications/" + NOTIFY.inbox(owner).getFirst().path("id").asText();

        for (String stranger : List.of("stranger", "operator")) {
            assertThat(NOTIFY.send("PATCH", stranger, path, "{\"read\":true}").status())
                    .isEqualTo(404);
            assertThat(NOTIFY.send("DELETE", stranger, path, "").status()).isEqualTo(404);
        }
        assertThat(NOTIFY.send("PATCH", "", path, "{\"read\":true}").status()).isEqualTo(401);
        assertThat(NOTIFY.get("", "/notifications").status()).isEqualTo(401);
        assertThat(NOTIFY.send("PATCH", owner, path, "{\"read\":true}").status())
                .isEqualTo(204);
        assertThat(NOTIFY.inbox(owner).getFirst().path("read").asBoolean()).isTrue();
        assertThat(NOTIFY.send("PATCH", owner, path, "{\"read\":false}").status())
                .isEqualTo(204);
        assertThat(NOTIFY.get(owner, "/notifications/unread")
                        .json()
                        .path("unread")
                        .asInt())
                .isOne();
        assertThat(NOTIFY.send("DELETE", owner, path, "").status()).isEqualTo(204);
        assertThat(NOTIFY.inbox(owner)).isEmpty();
    }

    @Test
    void deletedGroup_isToldAnew_whenSomebodyDoesItAgain() {
        Instant now = NOTIFY.clock().instant();
        NOTIFY.handled(NOTIFY.say(EventType.LIKE_CHANGED, Says.like("liker", film, owner, true, now)));
        String path =
                "/notifications/" + NOTIFY.inbox(owner).getFirst().path("id").asText();
        assertThat(NOTIFY.send("DELETE", owner, path, "").status()).isEqualTo(204);

        NOTIFY.handled(NOTIFY.say(EventType.LIKE_CHANGED, Says.like("liker", film, owner, false, now.plusSeconds(1))));
        assertThat(kinds(owner)).isEmpty();
        NOTIFY.handled(NOTIFY.say(EventType.LIKE_CHANGED, Says.like("liker", film, owner, true, now.plusSeconds(2))));
        assertThat(kinds(owner)).containsExactly("like");
    }

    @Test
    void deletedFilm_takesWhatWasToldOfItAlong() {
        film("processing", 1);
        NOTIFY.say(
                EventType.LIKE_CHANGED,
                Says.like("liker", film, owner, true, NOTIFY.clock().instant()));
        NOTIFY.say(EventType.COMMENT_CREATED, Says.comment(Says.id(), film, owner, "writer", null, "hello"));
        film("ready", 2);
        eventually().until(() -> kinds(owner).size() == 3);

        NOTIFY.handled(NOTIFY.say(EventType.VIDEO_DELETED, new VideoDeleted(film, owner, null, 3)));
        assertThat(kinds(owner)).isEmpty();
    }

    @Test
    void whatIsLongAgo_isToldNobody() {
        Event old = Event.now(
                EventType.COMMENT_CREATED,
                "test",
                NOTIFY.clock().instant().minus(Duration.ofDays(8)),
                Says.comment(Says.id(), film, owner, "writer", null, "long ago"));
        NOTIFY.say(old);
        NOTIFY.handled(old);
        assertThat(kinds(owner)).isEmpty();
    }

    @Test
    void operatorsMessage_reachesWhomItNames_andOnlyOperatorsSendIt() {
        String member = "member-" + Says.id();
        String body = "{\"id\":\"" + Says.id() + "\",\"title\":\"Maintenance\",\"text\":\"At noon.\",\"to\":[\""
                + member + "\"]}";
        assertThat(NOTIFY.send("POST", member, "/messages", body).status()).isEqualTo(403);
        assertThat(NOTIFY.send("POST", "operator", "/messages", body)
                        .json()
                        .path("told")
                        .asInt())
                .isOne();
        assertThat(NOTIFY.send("POST", "operator", "/messages", body)
                        .json()
                        .path("told")
                        .asInt())
                .isZero();
        assertThat(NOTIFY.inbox(member)).hasSize(1);
        assertThat(NOTIFY.inbox(member).getFirst().path("detail").asText()).isEqualTo("At noon.");
    }

    @Test
    void operatorsMessageToEveryone_reachesAllWithAnAccount() {
        for (int i = 0; i < 3; i++) {
            NOTIFY.stands().person("account-" + owner + i, "Person", "p" + i + "@matinee.test", "en");
        }
        String title = "To all " + Says.id();
        assertThat(NOTIFY.send("POST", "operator", "/messages", "{\"title\":\"" + title + "\"}")
                        .status())
                .isEqualTo(202);
        for (int i = 0; i < 3; i++) {
            String member = "account-" + owner + i;
            eventually()
                    .until(() -> NOTIFY.inbox(member).stream()
                            .anyMatch(it -> it.path("text").asText().equals(title)));
        }
    }

    @Test
    void wrongBodies_areRefusedByName() {
        assertThat(NOTIFY.send("POST", owner, "/notifications/read", "{}").status())
                .isEqualTo(400);
        assertThat(NOTIFY.get(owner, "/notifications?limit=0").status()).isEqualTo(400);
        assertThat(NOTIFY.get(owner, "/notifications?cursor=!!").status()).isEqualTo(400);
        assertThat(NOTIFY.send("POST", "operator", "/messages", "{\"title\":\"\"}")
                        .status())
                .isEqualTo(400);
        assertThat(NOTIFY.send("POST", "operator", "/messages", "{\"title\":\"a\",\"to\":[]}")
                        .status())
                .isEqualTo(400);
        assertThat(NOTIFY.send("POST", "operator", "/messages", "{\"title\":\"a\",\"to\":[\"a,b\"]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void newAlbum_isToldAsSuch() {
        String follower = "follower-" + Says.id();
        NOTIFY.handled(NOTIFY.say(
                EventType.FOLLOW_CHANGED,
                Says.follow(follower, channel, owner, true, NOTIFY.clock().instant())));
        NOTIFY.say(
                EventType.ALBUM_PUBLISHED,
                new AlbumChanged(
                        film,
                        channel,
                        owner,
                        "Twelve doors",
                        null,
                        List.of(),
                        null,
                        null,
                        "public",
                        "ready",
                        12,
                        List.of(),
                        null,
                        3,
                        NOTIFY.clock().instant(),
                        NOTIFY.clock().instant()));
        eventually().until(() -> kinds(follower).equals(List.of("new_album")));
        assertThat(NOTIFY.inbox(follower).getFirst().path("url").asText()).endsWith("/album/" + film);
    }
}
