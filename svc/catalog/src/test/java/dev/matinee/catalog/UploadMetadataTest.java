package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.ProblemException;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Details out of what a tus client sent. */
class UploadMetadataTest {
    @Test
    void details_ofEverything() {
        VideoDetails details = UploadMetadata.details(
                Map.of(
                        "title", "T",
                        "description", "D",
                        "tags", " a, ,B ",
                        "visibility", "Public",
                        "language", "en",
                        "category", "film",
                        "licence", "cc-by",
                        "filetype", "video/mp4"),
                "f.mp4");
        assertThat(details.title()).isEqualTo("T");
        assertThat(details.tags()).containsExactly("a", "b");
        assertThat(details.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(details.licence()).isEqualTo("cc-by");
    }

    @Test
    void details_ofNothing() {
        VideoDetails details = UploadMetadata.details(Map.of(), null);
        assertThat(details.title()).isEqualTo("Untitled");
        assertThat(details.visibility()).isEqualTo(Visibility.PRIVATE);
    }

    @Property
    void title_ofAnyFilename_isTaken(@ForAll String filename) {
        assertThat(UploadMetadata.details(Map.of(), filename).title()).isNotBlank();
    }

    @Test
    void details_ofWrong_sayWhich() {
        assertThatThrownBy(() -> UploadMetadata.details(Map.of("title", "T", "visibility", "all"), null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(UploadMetadata.sentence(problem))
                                .isEqualTo("The upload's metadata is not valid: visibility: one of public, unlisted,"
                                        + " followers, private."));
    }
}
