package dev.matinee.search;

import static dev.matinee.search.RunningSearch.eventually;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.events.CommentChanged;
import dev.matinee.events.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is counted of something follows, although the thing itself did not change. */
class CountsIT {
    private static final RunningSearch SEARCH = RunningSearch.shared();

    @ParameterizedTest
    @EnumSource(names = {"COMMENT_CREATED", "COMMENT_UPDATED", "COMMENT_DELETED"})
    void comment_saidToBeThereAgainOrNoMore_countFollows(EventType type) {
        Documents film = Documents.video("Counted kestrel " + type);
        SEARCH.publish(film);
        SEARCH.catalog().put(film.commented(4).document());
        SEARCH.say(RunningSearch.event(
                type,
                new CommentChanged(
                        "comment",
                        film.id(),
                        "video",
                        film.document().channel().id(),
                        "owner",
                        null,
                        null,
                        "author",
                        "Author",
                        "Shown again",
                        4,
                        3,
                        Instant.now())));
        AtomicInteger asked = new AtomicInteger();
        eventually().atMost(Duration.ofMinutes(2)).until(() -> {
            // Each time another question, so that none is answered out of what is kept.
            String limit = String.valueOf(20 + asked.incrementAndGet() % 80);
            for (JsonNode item :
                    SEARCH.search("counted kestrel", "limit", limit).json().path("data")) {
                if (item.path("id").asText().equals(film.id())) {
                    return item.path("comments").asInt() == 4;
                }
            }
            return false;
        });
    }
}
