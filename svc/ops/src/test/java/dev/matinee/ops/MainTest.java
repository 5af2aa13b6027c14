package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MainTest {
    /** There is no router for those who have no token. */
    @Test
    void tags_letOnlyMembersThrough() {
        assertThat(Main.TRAEFIK_TAGS)
                .containsExactlyInAnyOrder(
                        "traefik.http.routers.ops.rule=PathPrefix(`/api/ops/`)",
                        "traefik.http.routers.ops.entrypoints=web",
                        "traefik.http.routers.ops.middlewares=member@file");
    }
}
