package dev.matinee.catalog;

import static dev.matinee.catalog.Films.VIDEOS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.Event;
import dev.matinee.events.EventType;
import dev.matinee.events.JobChanged;
import dev.matinee.events.PosterOrdered;
import dev.matinee.events.PosterReady;
import dev.matinee.kit.test.TestTokens;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosterIT {
    private final RunningCatalog catalog = RunningCatalog.shared();
    private final Films films = new Films(catalog, Films.newUser());

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
    }

    private Answer choose(String id, long positionMs) {
        return put(films.token(), id, "{\"position_ms\": " + positionMs + "}");
    }

    private Answer put(String token, String id, String body) {
        return catalog.putAs(token, VIDEOS + "/" + id + "/poster", body);
    }

    private List<PosterOrdered> ordered(String id) {
        return catalog.heard(id).stream()
                .filter(event -> event.type() == EventType.POSTER_ORDERED)
                .map(Event::data)
                .map(PosterOrdered.class::cast)
                .toList();
    }

    private PosterOrdered awaitOrder(String id, int count) {
        return await().until(() -> ordered(id), orders -> orders.size() == count)
                .getLast();
    }

    private void awaitShown(String id, long positionMs) {
        await().until(() -> films.own(id).json().at("/poster/position_ms").asLong(-1) == positionMs);
    }

    @Test
    void choose_moment_isShownOnceItIsMade() {
        String id = films.ready("public");
        String before = films.own(id).text("poster_url");

        Answer chosen = choose(id, 12_000);

        assertThat(chosen.status()).isEqualTo(200);
        assertThat(chosen.json().at("/poster/ordered_ms").asLong()).isEqualTo(12_000);
        assertThat(chosen.text("poster_url")).as("until it is made").isEqualTo(before);
        PosterOrdered order = awaitOrder(id, 1);
        assertThat(order.version()).isEqualTo("ver1");
        assertThat(order.rendition()).isEqualTo("720p");
        assertThat(order.positionMs()).isEqualTo(12_000);

        catalog.say(EventType.POSTER_READY, new PosterReady(id, order.orderId(), "job", "picture1"));
        awaitShown(id, 12_000);
        assertThat(films.own(id).text("poster_url")).endsWith("/v/" + id + "/picture1/poster.jpg");
        assertThat(films.own(id).json().at("/poster").has("ordered_ms")).isFalse();
        assertThat(films.playback(id).text("poster_url")).endsWith("/picture1/poster.jpg");
        assertThat(films.playback(id).text("manifest_url")).contains("/ver1/");
    }

    @Test
    void choose_sameMoment_ordersOnce() {
        String id = films.ready("private");
        choose(id, 1_000);
        String tag = films.own(id).etag();
        assertThat(choose(id, 1_000).etag()).isEqualTo(tag);
        choose(id, 2_000);
        PosterOrdered second = awaitOrder(id, 2);
        catalog.say(EventType.POSTER_READY, new PosterReady(id, second.orderId(), "job", "picture"));
        awaitShown(id, 2_000);
        assertThat(choose(id, 2_000).status()).isEqualTo(200);
        choose(id, 3_000);
        awaitOrder(id, 3);
    }

    @Test
    void made_ofAnotherOrder_isLetGo() {
        String id = films.ready("private");
        choose(id, 1_000);
        PosterOrdered first = awaitOrder(id, 1);
        choose(id, 2_000);
        PosterOrdered second = awaitOrder(id, 2);
        catalog.say(EventType.POSTER_READY, new PosterReady(id, first.orderId(), "job", "late"));
        catalog.say(EventType.POSTER_READY, new PosterReady(id, second.orderId(), "job", "current"));
        awaitShown(id, 2_000);
        assertThat(films.own(id).text("poster_url")).contains("/current/");
    }

    @Test
    void failed_order_leavesWhatWasShown() {
        String id = films.ready("private");
        String before = films.playback(id).text("manifest_url");
        choose(id, 1_000);
        String order = awaitOrder(id, 1).orderId();
        catalog.say(
                EventType.JOB_CHANGED,
                new JobChanged(id, "poster", order, "job", "failed", 3, null, null, null, "encoder_failed", "No."));
        await().until(() -> !films.own(id).json().at("/poster").has("ordered_ms"));
        assertThat(films.own(id).text("state")).isEqualTo("ready");
        assertThat(films.own(id).json().has("failure")).isFalse();
        assertThat(films.own(id).text("poster_url")).contains("/ver1/poster.jpg");
        assertThat(films.playback(id).text("manifest_url")).isEqualTo(before);
    }

    @Test
    void chosen_whileTheRestIsMade_staysWithTheWhole() {
        String id = films.processing("private");
        catalog.say(EventType.MEDIA_PLAYABLE, Films.playable(id, "sub-" + id));
        films.awaitState(id, "ready");
        choose(id, 5_000);
        PosterOrdered order = awaitOrder(id, 1);
        assertThat(order.version()).isEqualTo("ver0");
        catalog.say(EventType.POSTER_READY, new PosterReady(id, order.orderId(), "job", "picture"));
        awaitShown(id, 5_000);
        catalog.say(EventType.MEDIA_READY, Films.ready(id, "sub-" + id));
        await().until(() -> films.playback(id).text("manifest_url").contains("/ver1/"));
        assertThat(films.own(id).text("poster_url")).endsWith("/picture/poster.jpg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"position_ms\": 30000}", "{\"position_ms\": -1}", "{\"at\": 1}", "[]"})
    void choose_noSuchMoment_isRefused(String body) {
        String id = films.ready("private");
        assertThat(put(films.token(), id, body).status()).isEqualTo(400);
        assertThat(films.own(id).json().has("poster")).isFalse();
    }

    @Test
    void choose_notReady_isRefused() {
        Answer refused = choose(films.processing("private"), 0);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("video_not_ready");
    }

    @Test
    void choose_withoutTheRight_isRefused() {
        String open = films.ready("public");
        String hidden = films.ready("private");
        String eve = catalog.creator(Films.newUser());
        String body = "{\"position_ms\": 1}";
        assertThat(put(eve, open, body).status()).isEqualTo(403);
        assertThat(put(eve, hidden, body).status()).isEqualTo(404);
        assertThat(put(TestTokens.shared().access("mod", "moderator").sign(), open, body)
                        .status())
                .isEqualTo(403);
        assertThat(films.own(open).json().has("poster")).isFalse();
    }
}
