package dev.matinee.feed;

import static dev.matinee.feed.RunningFeed.eventually;
import static dev.matinee.feed.RunningFeed.reason;
import static dev.matinee.feed.RunningFeed.texts;
import static dev.matinee.feed.RunningFeed.titles;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a member's feeds show, through HTTP and the events of catalog. */
class FeedApiIT {
    private final RunningFeed feed = RunningFeed.shared();
    private final String user = "member-" + UUID.randomUUID();
    private final Post.Channel channel = Post.Channel.named("Blender");

    @Test
    void following_newFilmOfAFollowedChannel_isThereWithItsReason() {
        feed.follow(user, channel);
        assertThat(feed.titles(user, "/following")).isEmpty();
        Post film = Post.in(channel, "Big Buck Bunny");
        feed.publish(film);
        eventually().until(() -> feed.titles(user, "/following"), List.of("Big Buck Bunny")::equals);
        Answer home = feed.getSecond(user, "/home");
        assertThat(texts(home, "id").getFirst()).isEqualTo(film.id());
        assertThat(reason(home, film.id()).path("words").asText()).isEqualTo("You follow Blender");
        assertThat(reason(home, film.id()).path("ranker").asText()).isEqualTo("home");
        assertThat(reason(home, film.id()).path("features").path("recency").asDouble())
                .isBetween(0.0, 1.0);
    }

    @Test
    void following_newestFirstAcrossChannels() {
        Post.Channel other = Post.Channel.named("Other");
        feed.follow(user, channel);
        feed.follow(user, other);
        Instant now = Instant.now();
        feed.publish(
                Post.at(channel, "oldest", now.minusSeconds(30)),
                Post.at(other, "middle", now.minusSeconds(20)),
                Post.at(channel, "newest", now.minusSeconds(10)));
        eventually().until(() -> feed.titles(user, "/following"), List.of("newest", "middle", "oldest")::equals);
    }

    @Test
    void following_whileNewItemsArrive_neitherSkipsNorRepeats() {
        feed.follow(user, channel);
        Instant now = Instant.now();
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            posts.add(Post.at(channel, "film " + i, now.minusSeconds(100 + i / 3)));
        }
        feed.publish(posts.toArray(Post[]::new));
        eventually()
                .until(
                        () -> feed.get(user, "/following?limit=100")
                                .json()
                                .path("data")
                                .size(),
                        size -> size == 25);
        Answer page = feed.get(user, "/following?limit=10");
        feed.publish(Post.in(channel, "meanwhile"));
        eventually().until(() -> feed.titles(user, "/following").contains("meanwhile"));
        List<String> ids = new ArrayList<>(texts(page, "id"));
        while (page.json().has("next_cursor")) {
            page = feed.get(user, "/following?limit=10&cursor=" + page.text("next_cursor"));
            ids.addAll(texts(page, "id"));
        }
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        posts.stream().map(Post::id).toList());
    }

    @Test
    void home_whileThingsArriveAndAreSeen_neitherSkipsNorRepeats() {
        feed.follow(user, channel);
        Instant now = Instant.now();
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            posts.add(Post.at(channel, "film " + i, now.minusSeconds(60L * i)));
        }
        feed.publish(posts.toArray(Post[]::new));
        eventually().until(() -> feed.walk(user, "/following", 100).size(), size -> size == 130);
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = feed.get(user, "/home?limit=30" + cursor);
            List<String> shown = texts(page, "id");
            ids.addAll(shown);
            if (!shown.isEmpty()) {
                see(shown);
            }
            feed.publish(Post.in(channel, "meanwhile " + ids.size()));
            cursor = page.json().has("next_cursor") ? "&cursor=" + page.text("next_cursor") : "";
        } while (!cursor.isEmpty());
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Set.copyOf(ids.subList(0, 130)))
                .isEqualTo(Set.copyOf(posts.stream().map(Post::id).toList()));
    }

    @Test
    void seen_sinksInHomeAndNotInFollowing() {
        feed.follow(user, channel);
        Post newer = Post.at(channel, "newer", Instant.now().minusSeconds(10));
        Post older = Post.at(channel, "older", Instant.now().minusSeconds(20));
        feed.publish(newer, older);
        eventually().until(() -> feed.titles(user, "/following"), List.of("newer", "older")::equals);
        assertThat(feed.titles(user, "/home")).startsWith("newer", "older");
        see(List.of(newer.id()));
        assertThat(feed.titles(user, "/home")).startsWith("older", "newer");
        assertThat(feed.titles(user, "/following")).containsExactly("newer", "older");
    }

    @Test
    void unfollow_takesTheChannelOut() {
        feed.follow(user, channel);
        feed.publish(Post.in(channel, "film"));
        eventually().until(() -> feed.titles(user, "/following"), List.of("film")::equals);
        feed.say(Acts.follow(user, channel, false, Instant.now()));
        eventually().until(() -> feed.titles(user, "/following").isEmpty());
    }

    @Test
    void mute_hidesTheChannelEverywhere_unmuteShowsItAgain() {
        feed.follow(user, channel);
        Post film = Post.in(channel, "film");
        feed.publish(film);
        eventually().until(() -> feed.titles(user, "/following"), List.of("film")::equals);
        eventually().until(() -> feed.walk(user, "/trending", 100).contains(film.id()));
        feed.say(Acts.mute(user, channel, true, Instant.now()));
        eventually().until(() -> feed.titles(user, "/following").isEmpty());
        assertThat(feed.walk(user, "/home", 100)).doesNotContain(film.id());
        assertThat(feed.walk(user, "/trending", 100)).doesNotContain(film.id());
        feed.say(Acts.mute(user, channel, false, Instant.now()));
        eventually().until(() -> feed.titles(user, "/following"), List.of("film")::equals);
    }

    @Test
    void block_hidesEachFromTheOther() {
        Post.Channel own = new Post.Channel(UUID.randomUUID().toString(), "Own");
        Post film = Post.in(channel, "film");
        Post ownFilm = Post.in(own, "own film");
        feed.publish(film, ownFilm);
        eventually()
                .until(() ->
                        feed.walk(channel.owner(), "/trending", 100).containsAll(List.of(film.id(), ownFilm.id())));
        feed.say(Acts.block(own.owner(), channel, true, Instant.now()));
        eventually().until(() -> !feed.walk(own.owner(), "/trending", 100).contains(film.id()));
        eventually().until(() -> !feed.walk(channel.owner(), "/trending", 100).contains(ownFilm.id()));
    }

    @Test
    void madePrivate_isGoneByTheEventAlone() {
        feed.follow(user, channel);
        Post film = Post.in(channel, "film");
        feed.publish(film);
        eventually().until(() -> feed.titles(user, "/following"), List.of("film")::equals);
        feed.catalog().away(true);
        try {
            feed.say(film.with("private").unpublished());
            eventually().until(() -> feed.titles(user, "/following").isEmpty());
        } finally {
            feed.catalog().away(false);
            feed.catalog().put(film.with("private").document());
        }
    }

    @Test
    void deleted_isGoneForGood() {
        feed.follow(user, channel);
        Post film = Post.in(channel, "film");
        feed.publish(film);
        eventually().until(() -> feed.titles(user, "/following"), List.of("film")::equals);
        feed.catalog().remove(film.id());
        feed.say(film.deleted());
        eventually().until(() -> feed.titles(user, "/following").isEmpty());
        feed.say(film.published());
        Post next = Post.in(channel, "next");
        feed.publish(next);
        eventually().until(() -> feed.titles(user, "/following"), List.of("next")::equals);
    }

    @Test
    void manyFollowers_areReadAndNoLongerPushed() {
        Post early = Post.at(channel, "early", Instant.now().minusSeconds(60));
        feed.follow(user, channel);
        feed.publish(early);
        eventually().until(() -> feed.titles(user, "/following"), List.of("early")::equals);
        for (int i = 0; i < RunningFeed.THRESHOLD; i++) {
            feed.follow(user + "-" + i, channel);
        }
        eventually()
                .until(() -> feed.rows("SELECT 1 FROM audience WHERE channel_id = '%s' AND pulled AND told"
                                .formatted(channel.id()))
                        == 1);
        Post late = Post.in(channel, "late");
        feed.publish(late);
        eventually().until(() -> feed.titles(user, "/following"), List.of("late", "early")::equals);
        feed.catalog().put(late.with("private").document());
        feed.say(late.with("private").unpublished());
        eventually().until(() -> feed.titles(user, "/following"), List.of("early")::equals);
        feed.say(Acts.follow(user, channel, false, Instant.now()));
        eventually().until(() -> feed.titles(user, "/following").isEmpty());
    }

    @Test
    void renamedChannel_hasItsNewNameOnItsCards() {
        feed.follow(user, channel);
        Post film = Post.in(channel, "film");
        feed.publish(film);
        eventually().until(() -> feed.titles(user, "/following"), List.of("film")::equals);
        Post.Channel renamed = new Post.Channel(channel.id(), "Renamed");
        feed.catalog().put(renamed.document(7));
        feed.say(dev.matinee.events.Event.now(
                dev.matinee.events.EventType.CHANNEL_UPDATED,
                "catalog",
                Instant.now(),
                new dev.matinee.events.ChannelChanged(
                        channel.id(), channel.owner(), "handle", "Renamed", null, 7, Instant.now())));
        eventually()
                .until(
                        () -> reason(feed.get(user, "/following"), film.id())
                                .path("words")
                                .asText(),
                        "You follow Renamed"::equals);
    }

    @Test
    void trending_whatIsWatchedAndLikedMore_isFirst() {
        Post quiet = Post.in(channel, "quiet");
        Post loud = Post.in(channel, "loud");
        feed.publish(quiet, loud);
        Instant now = Instant.now();
        for (int i = 0; i < 4; i++) {
            feed.say(Acts.watch(user + i, loud, true, now));
            feed.say(Acts.watch(user + i, loud, true, now.plusMillis(5)));
        }
        feed.say(Acts.like(user, loud, true, now));
        eventually().until(() -> {
            Answer answer = feed.getOpenly("/trending?limit=100");
            List<String> ids = texts(answer, "id");
            return ids.contains(quiet.id())
                    && ids.contains(loud.id())
                    && ids.indexOf(loud.id()) < ids.indexOf(quiet.id())
                    && reason(answer, loud.id())
                                    .path("features")
                                    .path("watches")
                                    .asInt()
                            == 4
                    && reason(answer, loud.id()).path("features").path("likes").asInt() == 1;
        });
        assertThat(reason(feed.getOpenly("/trending?limit=100"), loud.id())
                        .path("score")
                        .asDouble())
                .isBetween(7.5, 8.0);
    }

    @Test
    void related_whatTheSamePeopleWatched_isFirstAndSaysSo() {
        Post seed = Post.in(channel, "seed");
        Post near = Post.in(Post.Channel.named("Elsewhere"), "near");
        Post sameChannel = Post.in(channel, "same channel");
        feed.publish(seed, near, sameChannel);
        Instant now = Instant.now();
        for (int i = 0; i < 3; i++) {
            feed.say(Acts.watch(user + i, seed, true, now));
            feed.say(Acts.watch(user + i, near, false, now));
        }
        eventually().until(() -> {
            Answer answer = feed.getOpenly("/related/" + seed.id());
            return answer.status() == 200 && titles(answer).equals(List.of("near", "same channel"));
        });
        eventually()
                .until(() -> reason(feed.getOpenly("/related/" + seed.id()), near.id())
                                .path("features")
                                .path("members")
                                .asInt()
                        == 3);
        Answer answer = feed.getOpenly("/related/" + seed.id());
        assertThat(reason(answer, near.id()).path("words").asText()).isEqualTo("Watched with seed");
        assertThat(titles(feed.get(user + 1, "/home?ranker=related"))).contains("same channel");
    }

    @Test
    void home_otherRankerAsked_isUsed() {
        feed.follow(user, channel);
        Post film = Post.in(channel, "film");
        feed.publish(film);
        eventually().until(() -> feed.titles(user, "/home?ranker=following"), List.of("film")::equals);
        assertThat(reason(feed.get(user, "/home?ranker=following"), film.id())
                        .path("ranker")
                        .asText())
                .isEqualTo("following");
        assertThat(feed.walk(user, "/home?ranker=trending", 100)).contains(film.id());
    }

    @Test
    void firstRead_ofWhomNothingWasPushedTo_isComplete() {
        feed.follow(user, channel);
        List<Post> posts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            posts.add(Post.at(channel, "film " + i, Instant.now().minus(Duration.ofHours(i))));
        }
        List<Post> shuffled = new ArrayList<>(posts);
        Collections.shuffle(shuffled);
        feed.publish(shuffled.toArray(Post[]::new));
        // Nobody has read yet, so nothing was pushed.
        eventually().until(() -> feed.rows("SELECT 1 FROM card WHERE channel_id = '%s'".formatted(channel.id())) == 12);
        assertThat(feed.titles(user, "/following"))
                .containsExactlyElementsOf(posts.stream().map(Post::title).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home", "/following", "/home?ranker=trending"})
    void membersLists_withoutToken_areRefused(String list) {
        assertThat(feed.getOpenly(list).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/home?ranker=best", "/home?limit=0", "/following?cursor=x", "/trending?cursor=eA"})
    void wrongParameters_areRefused(String list) {
        assertThat(feed.get(user, list).status()).isEqualTo(400);
    }

    @Test
    void cursorOfAnotherList_isRefused() {
        String cursor = FeedCursor.start("home", Instant.now()).text();
        assertThat(feed.get(user, "/following?cursor=" + cursor).status()).isEqualTo(400);
        assertThat(feed.get(user, "/home?cursor=" + cursor).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"ids\":[]}", "{\"ids\":[\"x\"]}", "{\"ids\":[null]}", "{\"id\":1}"})
    void seen_malformed_isRefused(String body) {
        assertThat(feed.post(user, "/seen", body).status()).isEqualTo(400);
    }

    @Test
    void related_unknown_isNotFound() {
        assertThat(feed.getOpenly("/related/" + UUID.randomUUID()).status()).isEqualTo(404);
        assertThat(feed.getOpenly("/related/nonsense").status()).isEqualTo(404);
    }

    private void see(List<String> ids) {
        String body = "{\"ids\":[\"" + String.join("\",\"", ids) + "\"]}";
        assertThat(feed.post(user, "/seen", body).status()).isEqualTo(204);
    }
}
