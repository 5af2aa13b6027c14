package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.BlockChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.FollowChanged;
import dev.matinee.events.MuteChanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Follow, mute and block: idempotent, listed, said once. */
class FollowIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Member owner = Member.of(catalog, "viewer", "creator");
    private final Member vera = Member.of(catalog, "viewer");
    private final String channel = owner.channel();
    private final String follow = "/channels/" + channel + "/follow";

    @Test
    void follow_again_saidOnce() {
        for (int i = 0; i < 3; i++) {
            Answer answer = vera.put(follow);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("following").asBoolean()).isTrue();
            assertThat(answer.json().path("followers").asLong()).isEqualTo(1);
        }
        assertThat(vera.delete(follow).json().path("followers").asLong(-1)).isZero();
        assertThat(vera.delete(follow).json().path("following").asBoolean(true)).isFalse();
        vera.put(follow);
        List<Event> said = vera.said(vera.subject(), EventType.FOLLOW_CHANGED, 3);
        assertThat(said)
                .extracting(event -> ((FollowChanged) event.data()).following())
                .containsExactly(true, false, true);
        assertThat(said)
                .extracting(event -> ((FollowChanged) event.data()).followers())
                .containsExactly(1L, 0L, 1L);
        FollowChanged last = (FollowChanged) said.getLast().data();
        assertThat(last.channelId()).isEqualTo(channel);
        assertThat(last.channelOwner()).isEqualTo(owner.subject());
        assertThat(last.followerName()).isEqualTo("user-" + vera.subject());
        assertThat(said)
                .extracting(event -> ((FollowChanged) event.data()).changedAt())
                .isSorted();
    }

    @Test
    void followers_countForAll_listForOwner() {
        List<Member> three = List.of(vera, Member.of(catalog, "viewer"), Member.of(catalog, "viewer"));
        three.forEach(member -> member.put(follow));
        String path = "/channels/" + channel + "/followers";
        assertThat(owner.all(path, "/channel/id"))
                .containsExactlyElementsOf(
                        three.reversed().stream().map(Member::channel).toList());
        for (Answer answer : List.of(vera.get(path), catalog.get(Member.API + path))) {
            assertThat(answer.json().path("followers").asLong()).isEqualTo(3);
            assertThat(answer.json().has("data")).isFalse();
        }
        assertThat(catalog.get(Member.API + follow).json().has("following")).isFalse();
        assertThat(vera.get(follow).json().path("following").asBoolean()).isTrue();
        assertThat(owner.get(follow).json().path("following").asBoolean(true)).isFalse();
    }

    @Test
    void follows_listedLastFirst() {
        List<Member> channels = List.of(owner, Member.of(catalog, "viewer"), Member.of(catalog, "viewer"));
        channels.forEach(member -> vera.put("/channels/" + member.channel() + "/follow"));
        assertThat(vera.all("/me/follows", "/channel/id"))
                .containsExactlyElementsOf(
                        channels.reversed().stream().map(Member::channel).toList());
        assertThat(owner.all("/me/follows", "/channel/id")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"follow", "mute", "block"})
    void own_unknown_nobody(String verb) {
        Answer own = owner.put("/channels/" + channel + "/" + verb);
        assertThat(own.status()).isEqualTo(409);
        assertThat(own.text("code")).isEqualTo("own_channel");
        for (String unknown : List.of("nobody-at-all", Films.newUser())) {
            assertThat(vera.put("/channels/" + unknown + "/" + verb).status()).isEqualTo(404);
            assertThat(vera.delete("/channels/" + unknown + "/" + verb).status())
                    .isEqualTo(404);
        }
        String path = Member.API + "/channels/" + channel + "/" + verb;
        assertThat(catalog.send("PUT", path, "").status()).isEqualTo(401);
        assertThat(catalog.send("DELETE", path, "").status()).isEqualTo(401);
        assertThat(catalog.get(Member.API + "/me/" + verb + "s").status()).isEqualTo(401);
        assertThat(vera.get("/me/" + verb + "s?cursor=x").status()).isEqualTo(400);
        assertThat(vera.get("/me/" + verb + "s?limit=101").status()).isEqualTo(400);
    }

    @Test
    void mute_again_saidOnce() {
        String mute = "/channels/" + channel + "/mute";
        assertThat(vera.put(mute).status()).isEqualTo(204);
        assertThat(vera.put(mute).status()).isEqualTo(204);
        assertThat(vera.all("/me/mutes", "/channel/id")).containsExactly(channel);
        assertThat(vera.delete(mute).status()).isEqualTo(204);
        assertThat(vera.delete(mute).status()).isEqualTo(204);
        assertThat(vera.all("/me/mutes", "/channel/id")).isEmpty();
        vera.put(mute);
        assertThat(vera.said(vera.subject(), EventType.MUTE_CHANGED, 3))
                .extracting(event -> ((MuteChanged) event.data()).muted())
                .containsExactly(true, false, true);
    }

    @Test
    void block_endsFollowsOfBoth() {
        vera.put(follow);
        owner.put("/channels/" + vera.channel() + "/follow");
        String block = "/channels/" + channel + "/block";
        assertThat(vera.put(block).status()).isEqualTo(204);
        assertThat(vera.put(block).status()).isEqualTo(204);
        assertThat(vera.all("/me/blocks", "/channel/id")).containsExactly(channel);
        assertThat(vera.get(follow).json().path("followers").asLong(-1)).isZero();
        assertThat(vera.all("/me/follows", "/channel/id")).isEmpty();
        assertThat(owner.all("/me/follows", "/channel/id")).isEmpty();
        assertThat(vera.put(follow).text("code")).isEqualTo("channel_blocked");
        assertThat(owner.put("/channels/" + vera.channel() + "/follow").status())
                .as("who is blocked is not told so")
                .isEqualTo(404);
        assertThat(vera.said(vera.subject(), EventType.BLOCK_CHANGED, 1))
                .extracting(event -> ((BlockChanged) event.data()).channelOwner())
                .containsExactly(owner.subject());
        for (Member member : List.of(vera, owner)) {
            assertThat(vera.said(member.subject(), EventType.FOLLOW_CHANGED, 2))
                    .extracting(event -> ((FollowChanged) event.data()).following())
                    .containsExactly(true, false);
        }
        assertThat(vera.delete(block).status()).isEqualTo(204);
        assertThat(vera.delete(block).status()).isEqualTo(204);
        assertThat(vera.put(follow).status()).isEqualTo(200);
        assertThat(vera.said(vera.subject(), EventType.BLOCK_CHANGED, 2)).hasSize(2);
    }

    @Test
    void forFollowers_seenByThemOnly() {
        String id = owner.films().ready("followers");
        String video = "/videos/" + id;
        Member stranger = Member.of(catalog, "viewer");
        vera.put(follow);
        for (String path : List.of(video, video + "/playback")) {
            assertThat(vera.get(path).status()).isEqualTo(200);
            assertThat(stranger.get(path).status()).isEqualTo(404);
            assertThat(catalog.get(Member.API + path).status()).isEqualTo(404);
        }
        assertThat(vera.get(video).json().has("owner")).isFalse();
        String list = "/videos?channel=" + channel;
        assertThat(vera.all(list, "/id")).containsExactly(id);
        assertThat(stranger.all(list, "/id")).isEmpty();
        assertThat(catalog.get(Member.API + list).json().path("data")).isEmpty();
        assertThat(vera.all("/videos?tag=none-has-this", "/id")).isEmpty();

        assertThat(access(id, vera.get(video + "/playback"))).isEqualTo(204);
        vera.delete(follow);
        assertThat(vera.get(video).status()).isEqualTo(404);
        assertThat(vera.all(list, "/id")).isEmpty();
    }

    @Test
    void forFollowers_scheduled_notBefore() {
        String id = owner.films().ready("followers");
        vera.put(follow);
        owner.films().patch(id, "{\"publish_at\":\"2099-01-01T00:00:00Z\"}");
        assertThat(vera.get("/videos/" + id).status()).isEqualTo(404);
        assertThat(vera.all("/videos?channel=" + channel, "/id")).isEmpty();
        String later = owner.films().create("followers");
        owner.films().patch(later, "{\"publish_at\":\"" + Instant.now().plusSeconds(1) + "\"}");
        Films films = owner.films();
        catalog.say(EventType.UPLOAD_COMPLETED, Films.upload("sub-" + later, owner.subject(), later, Map.of()));
        films.awaitState(later, "processing");
        catalog.say(EventType.MEDIA_READY, Films.ready(later, "sub-" + later));
        films.awaitState(later, "ready");
        await().until(() -> vera.all("/videos?channel=" + channel, "/id").equals(List.of(later)));
        assertThat(vera.get("/videos/" + later).json().has("published_at")).isTrue();
    }

    @Test
    void blocked_seesNothing_andHeldPathsEnd() {
        Films films = owner.films();
        String shown = films.ready("public");
        String forFollowers = films.ready("followers");
        vera.put(follow);
        Answer playback = vera.get("/videos/" + forFollowers + "/playback");
        assertThat(access(forFollowers, playback)).isEqualTo(204);

        owner.put("/channels/" + vera.channel() + "/block");
        for (String id : List.of(shown, forFollowers)) {
            assertThat(vera.get("/videos/" + id).status()).isEqualTo(404);
            assertThat(vera.get("/videos/" + id + "/playback").status()).isEqualTo(404);
        }
        assertThat(vera.all("/videos?channel=" + channel, "/id")).isEmpty();
        assertThat(catalog.get(Member.API + "/videos/" + shown).status()).isEqualTo(200);
        assertThat(access(forFollowers, playback)).isEqualTo(403);
        assertThat(access(forFollowers, films.playback(forFollowers))).isEqualTo(204);

        owner.delete("/channels/" + vera.channel() + "/block");
        assertThat(vera.get("/videos/" + shown).status()).isEqualTo(200);
        assertThat(vera.get("/videos/" + forFollowers).status()).isEqualTo(404);
        vera.put("/channels/" + channel + "/block");
        assertThat(vera.get("/videos/" + shown).status()).isEqualTo(404);
        assertThat(vera.all("/videos?channel=" + channel, "/id")).isEmpty();
        Member moderator = Member.of(catalog, "moderator");
        owner.put("/channels/" + moderator.channel() + "/block");
        assertThat(moderator.get("/videos/" + forFollowers).status()).isEqualTo(200);
    }

    /** What the CDN is told about the signed path of an answer. */
    private int access(String id, Answer playback) {
        String epoch = playback.text("manifest_url").split("\\.", -1)[3];
        return catalog.get("/internal/catalog/media-access?content_id=" + id + "&epoch=" + epoch)
                .status();
    }
}
