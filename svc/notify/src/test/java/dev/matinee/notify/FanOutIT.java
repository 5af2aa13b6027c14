package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.ChannelChanged;
import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.MuteChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A new film reaches each follower once, whatever happens on the way. */
class FanOutIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();

    private final String owner = "owner-" + Says.id();
    private final String channel = Says.id();
    private final String film = Says.id();

    private void follow(String member, boolean following) {
        NOTIFY.handled(NOTIFY.say(
                EventType.FOLLOW_CHANGED,
                Says.follow(member, channel, owner, following, NOTIFY.clock().instant())));
    }

    private Event publish(String visibility, long revision) {
        return NOTIFY.say(
                EventType.VIDEO_PUBLISHED,
                Says.video(film, channel, owner, "Polar night", visibility, "ready", revision));
    }

    private static long told(String film) {
        return NOTIFY.database()
                .execute()
                .get("SELECT count(*) AS found FROM notification WHERE subject = ? AND kind = 'new_video'", film)
                .map(row -> new Rows(row).number("found"))
                .orElse(0L);
    }

    private static boolean isDone(Event event) {
        return NOTIFY.database()
                .execute()
                .get("SELECT id FROM happening WHERE id = ? AND done_at IS NOT NULL", event.id())
                .isPresent();
    }

    @Test
    void newFilm_tellsFollowers_notThoseWhoLeftOrMuted() {
        NOTIFY.handled(NOTIFY.say(
                EventType.CHANNEL_CREATED,
                new ChannelChanged(
                        channel,
                        owner,
                        "polar",
                        "Polar Films",
                        null,
                        1,
                        NOTIFY.clock().instant())));
        String follower = "follower-" + Says.id();
        String left = "left-" + Says.id();
        String muting = "muting-" + Says.id();
        follow(follower, true);
        follow(left, true);
        follow(left, false);
        follow(muting, true);
        NOTIFY.handled(NOTIFY.say(
                EventType.MUTE_CHANGED,
                new MuteChanged(muting, channel, owner, true, NOTIFY.clock().instant())));

        Event published = publish("public", 2);
        eventually().until(() -> isDone(published));

        assertThat(NOTIFY.inbox(follower))
                .singleElement()
                .satisfies(it -> assertThat(it.path("text").asText()).isEqualTo("Polar Films published “Polar night”"));
        assertThat(NOTIFY.inbox(left)).isEmpty();
        assertThat(NOTIFY.inbox(muting)).isEmpty();
    }

    @Test
    void forFollowersOnly_isToldToThem_andPublishedAgain_isNotToldAgain() {
        String follower = "follower-" + Says.id();
        follow(follower, true);
        Event published = publish("followers", 2);
        eventually().until(() -> isDone(published));
        assertThat(NOTIFY.inbox(follower)).hasSize(1);

        NOTIFY.handled(NOTIFY.say(
                EventType.VIDEO_UNPUBLISHED, Says.video(film, channel, owner, "Polar night", "private", "ready", 3)));
        assertThat(NOTIFY.inbox(follower))
                .as("what went private is not shown on")
                .isEmpty();

        NOTIFY.handled(publish("public", 4));
        assertThat(NOTIFY.inbox(follower)).isEmpty();
        assertThat(NOTIFY.database()
                        .execute()
                        .get("SELECT id FROM happening WHERE subject = ? AND done_at IS NULL", film))
                .isEmpty();
    }

    @Test
    void manyFollowers_areToldInPages_eachOnce_alsoWhenAPageIsToldAgain() {
        int followers = 2 * Telling.PAGE + 7;
        many(followers);
        Event published = publish("public", 2);
        eventually().until(() -> isDone(published));
        assertThat(told(film)).isEqualTo(followers);

        // As after a crash between a page and the memory of it: the whole is told again from the beginning.
        NOTIFY.database()
                .execute()
                .update("UPDATE happening SET done_at = NULL, reached = NULL WHERE id = ?", published.id());
        eventually().until(() -> isDone(published));
        assertThat(told(film)).isEqualTo(followers);
    }

    @Test
    void half_isGoneOnWithFromItsPlace() {
        many(Telling.PAGE + 3);
        Event published = publish("public", 2);
        eventually().until(() -> isDone(published));
        String last = NOTIFY.database()
                .execute()
                .get("SELECT reached FROM happening WHERE id = ?", published.id())
                .map(row -> new Rows(row).text("reached"))
                .orElseThrow();
        assertThat(last).isEqualTo("f%05d-%s".formatted(Telling.PAGE - 1, channel));
    }

    private void many(int followers) {
        NOTIFY.database()
                .execute()
                .insert(
                        "INSERT INTO relation (kind, member, channel_id, channel_owner, active, changed_at)"
                                + " SELECT 'follow', 'f' || lpad(i::text, 5, '0') || '-' || ?, ?, ?, true, ?"
                                + " FROM generate_series(0, ?) AS i",
                        channel,
                        UUID.fromString(channel),
                        owner,
                        Rows.time(Instant.now()),
                        followers - 1);
    }

    @Test
    void followsFromBeforeTheEvents_areReadFromCatalog() {
        Event published = NOTIFY.say(
                EventType.VIDEO_PUBLISHED,
                Says.video(film, Says.OLD_CHANNEL, "old-owner", "Old friends", "public", "ready", 2));
        eventually().until(() -> isDone(published));
        assertThat(NOTIFY.inbox("follower-of-old")).hasSize(1);
        assertThat(NOTIFY.inbox("another-of-old")).hasSize(1);
        assertThat(NOTIFY.inbox("muter-of-old")).isEmpty();
    }

    @Test
    void whatCannotBeTold_holdsUpNobodyElse_andIsGivenUpInTheEnd() {
        UUID poison = UUID.fromString(Says.id());
        Instant longAgo = NOTIFY.clock().instant().minus(Duration.ofHours(1));
        NOTIFY.database()
                .execute()
                .insert(
                        "INSERT INTO happening (id, kind, audience, subject, facts, happened_at, due_at)"
                                + " VALUES (?, 'no such kind', 'followers', 'poison', '{}', ?, ?)",
                        poison,
                        Rows.time(longAgo),
                        Rows.time(longAgo));
        String follower = "follower-" + Says.id();
        follow(follower, true);
        Event published = publish("public", 2);
        eventually().until(() -> isDone(published));
        assertThat(NOTIFY.inbox(follower)).hasSize(1);
        eventually().until(() -> stumbled(poison, "stumbles > 0 AND done_at IS NULL"));

        NOTIFY.database()
                .execute()
                .update(
                        "UPDATE happening SET stumbles = ?, due_at = ? WHERE id = ?",
                        HappeningStore.MOST_STUMBLES - 1,
                        Rows.time(longAgo),
                        poison);
        eventually().until(() -> stumbled(poison, "done_at IS NOT NULL AND problem LIKE '%no such kind%'"));
    }

    private static boolean stumbled(UUID id, String how) {
        return NOTIFY.database()
                .execute()
                .get("SELECT id FROM happening WHERE id = ? AND " + how, id)
                .isPresent();
    }

    @Test
    void olderWord_changesNothing() {
        String follower = "follower-" + Says.id();
        Instant now = NOTIFY.clock().instant();
        NOTIFY.handled(NOTIFY.say(EventType.FOLLOW_CHANGED, Says.follow(follower, channel, owner, false, now)));
        NOTIFY.handled(NOTIFY.say(
                EventType.FOLLOW_CHANGED,
                Says.follow(follower, channel, owner, true, now.minus(Duration.ofSeconds(1)))));
        Event published = publish("public", 2);
        eventually().until(() -> isDone(published));
        assertThat(NOTIFY.inbox(follower)).isEmpty();
        assertThat(List.of(told(film))).containsExactly(0L);
    }
}
