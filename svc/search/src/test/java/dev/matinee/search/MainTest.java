package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What search asks of the gateway. */
class MainTest {
    private static final String ROUTERS = "traefik.http.routers.";

    private final Map<String, String> tags = Main.TRAEFIK_TAGS.stream()
            .map(tag -> tag.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    @Test
    void publicReads_areNotTraced() {
        assertThat(tags)
                .containsEntry(ROUTERS + "search-read.observability.tracing", "false")
                .containsEntry(ROUTERS + "search-read.middlewares", "public-read@file");
    }

    @Test
    void everythingElse_isTracedBehindTheMembersChain() {
        assertThat(tags)
                .doesNotContainKey(ROUTERS + "search.observability.tracing")
                .containsEntry(ROUTERS + "search.middlewares", "member@file");
    }

    @Test
    void routers_leadToTheApiOnly() {
        Set<String> routers = tags.keySet().stream()
                .map(key -> key.substring(ROUTERS.length()).split("\\.", 2)[0])
                .collect(Collectors.toSet());
        assertThat(routers).containsExactlyInAnyOrder("search", "search-read");
        assertThat(routers)
                .allSatisfy(router ->
                        assertThat(tags.get(ROUTERS + router + ".rule")).startsWith("PathPrefix(`/api/search/`)"));
    }
}
