package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a service asks of the gateway, by the Traefik tags it registers with. */
public final class GatewayTags {
    private static final String ROUTERS = "traefik.http.routers.";

    private final Map<String, String> tags;

    /** @param tags {@code name=value} each */
    public GatewayTags(List<String> tags) {
        this.tags = tags.stream()
                .map(tag -> tag.split("=", 2))
                .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> parts[1]));
    }

    /**
     * Checks the two routers of a service that everybody may read and members may write to: public reads without a trace, as
     * ARCHITECTURE.md decides, everything else traced behind the members' chain, and nothing but its API.
     *
     * @param service its Consul name
     * @param apart names of chains that some of its paths go through instead, each by a router {@code <service>-<chain>}
     * @throws AssertionError when the tags say something else
     */
    public void assertReadByAllAndWrittenByMembers(String service, String... apart) {
        Set<String> routers = tags.keySet().stream()
                .map(key -> key.substring(ROUTERS.length()).split("\\.", 2)[0])
                .collect(Collectors.toCollection(HashSet::new));
        List<String> own = Stream.of(apart).map(chain -> service + "-" + chain).toList();
        assertThat(routers).containsAll(own);
        routers.removeAll(own);
        assertThat(own).allSatisfy(router -> {
            assertThat(tags.get(ROUTERS + router + ".rule")).contains("`^/api/" + service + "/");
            assertThat(tags)
                    .containsEntry(ROUTERS + router + ".middlewares", router.substring(service.length() + 1) + "@file")
                    .doesNotContainKey(ROUTERS + router + ".observability.tracing")
                    // Above the rest, whose rules may be longer.
                    .containsEntry(ROUTERS + router + ".priority", "200");
        });
        assertThat(routers).containsExactlyInAnyOrder(service, service + "-read");
        assertThat(routers)
                .allSatisfy(router -> assertThat(tags.get(ROUTERS + router + ".rule"))
                        .startsWith("PathPrefix(`/api/" + service + "/`)"));
        assertThat(tags)
                .containsEntry(ROUTERS + service + "-read.observability.tracing", "false")
                .containsEntry(ROUTERS + service + "-read.middlewares", "public-read@file")
                .doesNotContainKey(ROUTERS + service + ".observability.tracing")
                .containsEntry(ROUTERS + service + ".middlewares", "member@file");
    }
}
