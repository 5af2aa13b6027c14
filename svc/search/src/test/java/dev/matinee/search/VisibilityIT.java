package dev.matinee.search;

import static dev.matinee.search.RunningSearch.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody may see is never found, from the event on. */
class VisibilityIT {
    private static final RunningSearch SEARCH = RunningSearch.shared();
    /** What is promised; the index itself may take longer. */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @AfterEach
    void catalogIsBack() {
        SEARCH.catalog().away(false);
    }

    @Test
    void invisible_isNeverIndexed() {
        Documents hidden = Documents.video("Unseen harbour").visible(false);
        Documents shown = Documents.video("Seen harbour");
        SEARCH.catalog().put(hidden.document());
        SEARCH.say(RunningSearch.published(hidden.document()));
        SEARCH.publish(shown);

        assertThat(SEARCH.titles("harbour")).containsExactly("Seen harbour");
        assertThat(SEARCH.suggest("unseen").response().body()).doesNotContain("Unseen");
        assertThat(SEARCH.indexed(hidden.id(), 2)).isFalse();
    }

    /** Catalog does not answer, so the index still has it: only the event itself can tell. */
    @Test
    void unpublished_whileTheIndexCannotFollow_isGoneAtOnceEverywhere() {
        Documents film = Documents.video("Forbidden orchard").tagged("orchardtag");
        SEARCH.publish(film);
        assertThat(SEARCH.titles("orchard")).containsExactly("Forbidden orchard");
        assertThat(RunningSearch.titles(SEARCH.searchSecond("orchard"))).containsExactly("Forbidden orchard");
        SEARCH.catalog().away(true);
        Documents unseen = film.visible(false);
        SEARCH.catalog().put(unseen.document());
        SEARCH.say(RunningSearch.unpublished(unseen.document()));

        eventually()
                .atMost(AT_ONCE.multipliedBy(5))
                .until(() -> SEARCH.titles("orchard").isEmpty());
        eventually()
                .atMost(AT_ONCE.multipliedBy(5))
                .until(() ->
                        RunningSearch.titles(SEARCH.searchSecond("orchard")).isEmpty());
        assertThat(SEARCH.suggest("forbidden").response().body()).doesNotContain("Forbidden");
        assertThat(SEARCH.suggest("orchardt").response().body()).doesNotContain("orchardtag");
        assertThat(SEARCH.indexed(film.id(), film.document().revision())).isTrue();

        SEARCH.catalog().away(false);
        eventually().until(() -> !SEARCH.indexed(film.id(), film.document().revision()));
    }

    @Test
    void publishedAgain_isFoundAgain() {
        Documents film = Documents.video("Returning comet");
        SEARCH.publish(film);
        Documents unseen = film.visible(false);
        SEARCH.catalog().put(unseen.document());
        SEARCH.say(RunningSearch.unpublished(unseen.document()));
        eventually().until(() -> SEARCH.titles("comet").isEmpty());

        SEARCH.publish(unseen.visible(true));
        eventually().until(() -> SEARCH.titles("comet").contains("Returning comet"));
        eventually()
                .until(() -> RunningSearch.titles(SEARCH.searchSecond("comet")).contains("Returning comet"));
    }

    @Test
    void deleted_isGone_andAnOldEventDoesNotBringItBack() {
        Documents film = Documents.video("Vanished glacier");
        SEARCH.publish(film);
        SEARCH.catalog().remove(film.id());
        SEARCH.say(RunningSearch.deleted(film.document()));
        eventually().until(() -> SEARCH.titles("glacier").isEmpty());
        SEARCH.say(RunningSearch.published(film.document()));
        SEARCH.publish(Documents.video("Later film"));

        assertThat(SEARCH.titles("glacier")).isEmpty();
        assertThat(SEARCH.indexed(film.id(), 1)).isFalse();
    }

    @Test
    void privatePlaylist_isGone() {
        Documents list = Documents.playlist("Evening walnuts");
        SEARCH.publish(list);
        Documents unseen = list.visible(false);
        SEARCH.catalog().put(unseen.document());
        SEARCH.say(RunningSearch.published(unseen.document()));

        eventually().until(() -> SEARCH.titles("walnuts").isEmpty());
    }

    /** The snapshot that the list is read from still has it. */
    @Test
    void unpublished_isNotOnALaterPageEither() {
        Documents[] films = new Documents[6];
        for (int i = 0; i < films.length; i++) {
            films[i] = Documents.video("Paged meadow " + i).liked(10_000L * (films.length - i));
        }
        SEARCH.publish(films);
        Answer first = SEARCH.search("paged meadow", "limit", "2", "sort", "popular");
        JsonNode next = first.json().path("next_cursor");
        Documents unseen = films[3].visible(false);
        SEARCH.catalog().put(unseen.document());
        SEARCH.say(RunningSearch.unpublished(unseen.document()));
        eventually().until(() -> !SEARCH.indexed(unseen.id(), 1));

        assertThat(SEARCH.titles("paged meadow", "limit", "2", "sort", "popular", "cursor", next.asText()))
                .containsExactly("Paged meadow 2", "Paged meadow 4");
    }

    @Test
    void channelRenamed_itsThingsShowTheNewName() {
        Documents channel = Documents.channel("cartographer", "Old Maps");
        Documents film =
                Documents.video("Drawing coastlines").of(channel.document().channel());
        SEARCH.publish(channel, film);
        CatalogDocument.Channel renamed = new CatalogDocument.Channel(channel.id(), "cartographer", "New Maps", 2L);
        SEARCH.catalog().put(film.of(renamed).document());
        SEARCH.publish(channel.titled("New Maps").of(renamed));

        eventually()
                .until(() -> SEARCH.search("coastlines")
                        .json()
                        .at("/data/0/channel/name")
                        .asText()
                        .equals("New Maps"));
    }
}
