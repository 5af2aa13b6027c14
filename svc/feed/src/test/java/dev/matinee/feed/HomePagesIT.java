package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.feed.FeedCursor.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request looks at a bounded part of what somebody follows, and the cursor goes on behind it. */
class HomePagesIT {
    private final Parts parts = new Parts();
    private final String user = "reader-" + UUID.randomUUID();
    private final HomePages home = new HomePages(
            parts.timelines,
            new Cards(parts.redis, parts.cards, parts.epoch, parts.clock),
            new Trending(parts.database, Duration.ofHours(1), parts.clock));

    @AfterEach
    void close() {
        parts.close();
    }

    @Test
    void seenLongAgo_behindThousandsOfLargeChannels_comesWithALaterPage() {
        int channels = HomePages.MAX_WINDOWS * HomePages.BLOCK / FeedRedis.CAP + 1;
        for (int channel = 0; channel < channels; channel++) {
            large("2024-01-01", FeedRedis.CAP);
        }
        String seen = large("2020-01-01", 1);
        parts.social.saw(user, List.of(seen));
        FeedCursor begin = new FeedCursor("home", parts.clock.instant(), Phase.SEEN, null, List.of());

        Found first = home.page(user, begin, 10);
        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isNotNull().extracting(FeedCursor::phase).isEqualTo(Phase.SEEN);
        List<String> walked = new ArrayList<>();
        for (Found page = first; page.next() != null; ) {
            page = home.page(user, FeedCursor.parse("home", page.next().text()), 10);
            page.items().forEach(item -> walked.add(item.card().id()));
        }
        assertThat(walked).containsExactly(seen);
    }

    @Test
    void hiddenSinceItWasRanked_isNotShown() {
        String film = large("2024-01-01", 1);
        FeedCursor begin = FeedCursor.start("home", parts.clock.instant());
        assertThat(home.page(user, begin, 10).items())
                .extracting(item -> item.card().id())
                .containsExactly(film);

        parts.derived.tell(parts.cards.hide(film, null, 2, false));
        assertThat(home.page(user, begin, 10).items()).isEmpty();
    }

    /** A channel that the user follows and that is not pushed, with some films from a day on; the id of the last. */
    private String large(String day, int films) {
        String channel = UUID.randomUUID().toString();
        UUID last = UUID.randomUUID();
        parts.sql("INSERT INTO channel (id, owner, handle, name, revision) VALUES ('%1$s', '%1$s', '%1$s', 'Large', 1)"
                .formatted(channel));
        parts.sql("INSERT INTO audience (channel_id, followers, pulled, told) VALUES ('%s', 1, true, true)"
                .formatted(channel));
        parts.sql("INSERT INTO follow (user_id, channel_id, active, changed_at) VALUES ('%s', '%s', true, now())"
                .formatted(user, channel));
        parts.sql("""
                INSERT INTO card (id, kind, channel_id, state, revision, title, published_at)
                SELECT CASE n WHEN %d THEN '%s'::uuid ELSE gen_random_uuid() END, 'video', '%s', 'public', 1, 'film',
                    '%s'::timestamptz + n * interval '1 minute'
                FROM generate_series(1, %1$d) n
                """.formatted(films, last, channel, day));
        return last.toString();
    }
}
