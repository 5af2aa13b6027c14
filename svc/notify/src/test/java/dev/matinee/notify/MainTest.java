package dev.matinee.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What notify asks of the gateway. */
class MainTest {
    private static final String ROUTERS = "traefik.http.routers.";

    private final Map<String, String> tags = Main.TRAEFIK_TAGS.stream()
            .map(tag -> tag.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));

    @Test
    void everything_isBehindTheMembersChain_butWhatHasItsOwn() {
        assertThat(tags)
                .containsEntry(ROUTERS + "notify.middlewares", "member@file")
                .containsEntry(ROUTERS + "notify-read.middlewares", "public-read@file")
                .containsEntry(ROUTERS + "notify-stream.middlewares", "stream@file")
                .containsEntry(ROUTERS + "notify-open.middlewares", "open@file");
    }

    @Test
    void linksThatAreKeys_areNeitherLoggedNorTraced() {
        assertThat(tags)
                .containsEntry(ROUTERS + "notify-open.observability.accesslogs", "false")
                .containsEntry(ROUTERS + "notify-open.observability.tracing", "false");
    }

    @Test
    void routers_leadToTheApiOnly() {
        Set<String> routers = tags.keySet().stream()
                .map(key -> key.substring(ROUTERS.length()).split("\\.", 2)[0])
                .collect(Collectors.toSet());
        assertThat(routers).containsExactlyInAnyOrder("notify", "notify-read", "notify-stream", "notify-open");
        assertThat(routers)
                .allSatisfy(router ->
                        assertThat(tags.get(ROUTERS + router + ".rule")).matches("Path(Prefix)?\\(`/api/notify/.*"));
    }
}
