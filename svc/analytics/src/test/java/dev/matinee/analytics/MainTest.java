package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What analytics asks of the gateway. */
class MainTest {
    private static final String ROUTERS = "traefik.http.routers.";

    private final Map<String, String> tags = Main.TRAEFIK_TAGS.stream()
            .map(tag -> tag.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    @Test
    void collection_withoutATokenAsksNobody() {
        assertThat(tags)
                .containsEntry(ROUTERS + "analytics-collect.middlewares", "open@file")
                .containsEntry(ROUTERS + "analytics-collect.observability.tracing", "false")
                .containsEntry(
                        ROUTERS + "analytics-collect.rule",
                        "Path(`/api/analytics/v1/events`) && !HeaderRegexp(`Authorization`, `.+`)");
    }

    @Test
    void live_goesThroughAsItComes() {
        assertThat(tags).containsEntry(ROUTERS + "analytics-live.middlewares", "stream@file");
    }

    @Test
    void everythingElse_isTracedBehindTheMembersChain() {
        assertThat(tags)
                .doesNotContainKey(ROUTERS + "analytics.observability.tracing")
                .containsEntry(ROUTERS + "analytics.middlewares", "member@file");
    }

    @Test
    void routers_leadToTheApiOnly() {
        assertThat(tags.keySet().stream()
                        .map(key -> key.substring(ROUTERS.length()).split("\\.", 2)[0])
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("analytics", "analytics-collect", "analytics-live", "analytics-read")
                .allSatisfy(router -> assertThat(tags.get(ROUTERS + router + ".rule"))
                        .matches("Path(Prefix)?\\(`/api/analytics/(v1/(events|live))?`\\).*"));
    }
}
