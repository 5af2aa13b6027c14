package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.matinee.events.ChannelChanged;
import dev.matinee.events.EventType;
import dev.matinee.kit.test.TestTokens;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A user's channel. */
class ChannelIT {
    private static final String ME = "/api/catalog/v1/me";
    private static final String CHANNELS = "/api/catalog/v1/channels/";

    private final RunningCatalog catalog = RunningCatalog.shared();

    @Test
    void me_makesOneChannel() throws Exception {
        String token = named("Ada Lovelace");
        Set<String> ids = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> me =
                    () -> catalog.getAs(token, ME).json().at("/channel/id").asText();
            for (Future<String> one : threads.invokeAll(Collections.nCopies(10, me))) {
                ids.add(one.get());
            }
        }
        assertThat(ids).hasSize(1);
        String id = ids.iterator().next();
        await().atMost(Duration.ofSeconds(30)).until(() -> !catalog.heard(id).isEmpty());
        assertThat(catalog.heardTypes(id)).containsExactly(EventType.CHANNEL_CREATED);
        assertThat(((ChannelChanged) catalog.heard(id).getFirst().data()).name())
                .isEqualTo("Ada Lovelace");
    }

    @Test
    void sameName_otherHandle() {
        Set<String> handles = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            String handle = catalog.getAs(named("Grâce Hopper"), ME)
                    .json()
                    .at("/channel/handle")
                    .asText();
            assertThat(handle).startsWith("grace-hopper").matches("[a-z0-9_-]{3,30}");
            handles.add(handle);
        }
        assertThat(handles).hasSize(12);
    }

    @Test
    void read_byIdAndHandle() {
        Answer me = catalog.getAs(named("Reader"), ME);
        Answer byId = catalog.get(CHANNELS + me.json().at("/channel/id").asText());
        Answer byHandle = catalog.get(CHANNELS + me.json().at("/channel/handle").asText());
        assertThat(byId.json()).isEqualTo(byHandle.json()).isEqualTo(me.json().path("channel"));
        assertThat(byId.json().has("owner")).isFalse();
        assertThat(catalog.get(CHANNELS + "nobody-at-all").text("code")).isEqualTo("channel_not_found");
        assertThat(catalog.get(CHANNELS + byId.text("id"), "If-None-Match", byId.etag())
                        .status())
                .isEqualTo(304);
    }

    @Test
    void patch_byOwnerOnly() {
        String token = named("Owner");
        String path =
                CHANNELS + catalog.getAs(token, ME).json().at("/channel/id").asText();
        String tag = catalog.get(path).etag();
        String patch = "{\"name\":\"New name\",\"description\":\"About\"}";
        for (String other : List.of(named("Other"), catalog.token(Films.newUser(), "moderator"))) {
            assertThat(catalog.patchAs(other, path, tag, patch).status()).isEqualTo(403);
        }
        assertThat(catalog.send("PATCH", path, patch, "Content-Type", "application/json", "If-Match", tag)
                        .status())
                .isEqualTo(401);
        assertThat(catalog.patchAs(token, path, "\"r7\"", patch).status()).isEqualTo(412);
        assertThat(catalog.patchAs(token, path, tag, "{\"handle\":\"mine\"}").status())
                .isEqualTo(400);
        assertThat(catalog.patchAs(token, path, tag, "{\"name\":null}").status())
                .isEqualTo(400);
        Answer changed = catalog.patchAs(token, path, tag, patch);
        assertThat(changed.text("name")).isEqualTo("New name");
        assertThat(changed.etag()).isEqualTo("\"r2\"");
        assertThat(catalog.get(path).json()).isEqualTo(changed.json());
    }

    private String named(String name) {
        return TestTokens.shared()
                .access(Films.newUser(), "viewer")
                .with("preferred_username", name)
                .sign();
    }
}
