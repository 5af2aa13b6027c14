package dev.matinee.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What feed asks of the gateway. */
class MainTest {
    private static final String ROUTERS = "traefik.http.routers.";

    private final Map<String, String> tags = Main.TRAEFIK_TAGS.stream()
            .map(tag -> tag.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    @Test
    void publicReads_areNotTraced() {
        assertThat(tags)
                .containsEntry(ROUTERS + "feed-read.observability.tracing", "false")
                .containsEntry(ROUTERS + "feed-read.middlewares", "public-read@file");
    }

    @Test
    void everythingElse_isTracedBehindTheMembersChain() {
        assertThat(tags)
                .doesNotContainKey(ROUTERS + "feed.observability.tracing")
                .containsEntry(ROUTERS + "feed.middlewares", "member@file");
    }

    @Test
    void routers_leadToTheApiOnly() {
        Set<String> routers = tags.keySet().stream()
                .map(key -> key.substring(ROUTERS.length()).split("\\.", 2)[0])
                .collect(Collectors.toSet());
        assertThat(routers).containsExactlyInAnyOrder("feed", "feed-read");
        assertThat(routers)
                .allSatisfy(router ->
                        assertThat(tags.get(ROUTERS + router + ".rule")).startsWith("PathPrefix(`/api/feed/`)"));
    }
}
