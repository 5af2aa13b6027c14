package dev.matinee.catalog;

import dev.matinee.kit.test.GatewayTags;
import org.junit.jupiter.api.Test;

class MainTest {
    @Test
    void tags_letAllReadAndMembersWrite() {
        new GatewayTags(Main.TRAEFIK_TAGS).assertReadByAllAndWrittenByMembers("catalog", "comment");
    }
}
