package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Handles out of whatever a user is called. */
class HandlesPropertyTest {
    @ParameterizedTest
    @CsvSource({
        "ada, ada",
        "Ada Lovelace, ada-lovelace",
        "Grâce.Hopper@example.org, grace-hopper-example-org",
        "user_1, user_1",
        "__x__, channel-x",
        "admin, channel-admin",
        "'', channel",
        "日本, channel",
        "a-name-that-goes-on-and-on-and-on, a-name-that-goes-on-and-on-and",
    })
    void of_name(String name, String handle) {
        assertThat(Handles.of(name)).isEqualTo(handle);
    }

    @Property
    void candidates_areHandles(@ForAll String name) {
        List<String> handles = Handles.candidates(name, "0123456789ab").toList();
        assertThat(handles).hasSize(10).doesNotHaveDuplicates().allMatch(handle -> handle.matches("[a-z0-9_-]{3,30}"));
        assertThat(handles).allMatch(handle -> Ids.find(handle).isEmpty());
    }

    @Property
    void displayName_isAName(@ForAll String name) {
        String shown = Handles.displayName(name, "handle");
        assertThat(new ChannelDetails(shown, null).name()).isEqualTo(shown);
    }
}
