package dev.matinee.search;

import static dev.matinee.search.RunningSearch.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.test.ElasticsearchServer;
import dev.matinee.kit.test.RedisServer;
import org.junit.jupiter.api.Test;

/** What is away is named or done without, and nothing is lost by it. */
class OutageIT {
    private static final RunningSearch SEARCH = RunningSearch.shared();

    @Test
    void elasticsearchStoppedAndStarted_answers503ThenAllIsThere() {
        Documents before = Documents.video("Umbrella before the rain");
        SEARCH.publish(before);
        String cursor = SEARCH.search("", "limit", "1").text("next_cursor");
        Documents meanwhile = Documents.video("Umbrella in the rain");
        ElasticsearchServer.shared().stop();
        try {
            Answer answer = SEARCH.search("umbrella");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("code")).isEqualTo("index_away");
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(SEARCH.suggest("umbrel").status()).isEqualTo(503);
            assertThat(SEARCH.ready()).isEqualTo(503);
            SEARCH.catalog().put(meanwhile.document());
            SEARCH.say(RunningSearch.published(meanwhile.document()));
        } finally {
            ElasticsearchServer.shared().start();
        }

        eventually()
                .until(() -> SEARCH.search("umbrella").status() == 200
                        && SEARCH.titles("umbrella").size() == 2);
        eventually().until(() -> SEARCH.ready() == 200);
        // Its snapshot went with the server; the list goes on all the same.
        assertThat(SEARCH.search("", "limit", "1", "cursor", cursor).status()).isEqualTo(200);
        Documents after = Documents.video("Umbrella after the rain");
        SEARCH.publish(after);
        eventually().until(() -> SEARCH.titles("umbrella").size() == 3);
    }

    @Test
    void redisFlushed_whatWasHiddenStaysHidden() {
        Documents film = Documents.video("Secret windmill");
        SEARCH.publish(film);
        SEARCH.catalog().away(true);
        try {
            Documents unseen = film.visible(false);
            SEARCH.catalog().put(unseen.document());
            SEARCH.say(RunningSearch.unpublished(unseen.document()));
            eventually()
                    .until(() -> SEARCH.titles("windmill").isEmpty()
                            && RunningSearch.titles(SEARCH.searchSecond("windmill"))
                                    .isEmpty());
            RedisServer.shared().flush();

            assertThat(SEARCH.titles("windmill")).isEmpty();
            assertThat(RunningSearch.titles(SEARCH.searchSecond("windmill"))).isEmpty();
            SEARCH.search("flush");
            SEARCH.search("flush");
            assertThat(SEARCH.titles("windmill")).isEmpty();
        } finally {
            SEARCH.catalog().away(false);
        }
        eventually().until(() -> !SEARCH.indexed(film.id(), 1));
        assertThat(SEARCH.titles("windmill")).isEmpty();
    }

    @Test
    void redisStopped_isDoneWithout() {
        SEARCH.publish(Documents.video("Lone sailor"));
        RedisServer.shared().stop();
        try {
            for (int i = 0; i < 5; i++) {
                assertThat(SEARCH.titles("lone sailor")).containsExactly("Lone sailor");
            }
            assertThat(SEARCH.suggest("lone").status()).isEqualTo(200);
            Documents other = Documents.video("Lone sailor returns");
            SEARCH.catalog().put(other.document());
            SEARCH.say(RunningSearch.published(other.document()));
            eventually().until(() -> SEARCH.titles("lone sailor").size() == 2);
            eventually()
                    .until(() -> RunningSearch.titles(SEARCH.searchSecond("lone sailor"))
                                    .size()
                            == 2);
        } finally {
            RedisServer.shared().start();
        }
        eventually().until(() -> SEARCH.titles("lone sailor").size() == 2);
    }
}
