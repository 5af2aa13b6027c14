package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class UploadMetadataPropertyTest {
    @Property
    void parse_anyText_orTheNamedError(@ForAll String text) {
        parseOrRefuse(text);
    }

    @Property
    void parse_almostMetadata_orTheNamedError(@ForAll("almost") String text) {
        parseOrRefuse(text);
    }

    @Property
    void parse_whatWasWritten(@ForAll("titles") String title, @ForAll("titles") String filename) {
        String header = "title " + base64(title) + ",unknown,filename " + base64(filename);
        UploadMetadata metadata = UploadMetadata.parse(Optional.of(header));
        assertThat(metadata.header()).isEqualTo(header);
        assertThat(metadata.values()).isEqualTo(Map.of("title", title, "filename", filename));
    }

    @Example
    void contentId_onlyAnId() {
        UUID id = UUID.randomUUID();
        UploadMetadata metadata = UploadMetadata.parse(Optional.of("content_id " + base64(id.toString())));
        assertThat(metadata.contentId()).hasValue(id);
        assertThat(metadata.described()).isEmpty();
        refused("content_id " + base64("1"));
        refused("content_id " + base64("' OR 1=1 --"));
    }

    @Example
    void parse_twice_orTooMuch() {
        refused("title YQ==,title YQ==");
        refused("title " + base64("x".repeat(201)));
        refused("description " + base64("x".repeat(7_000)));
        refused("visibility " + base64("everybody"));
        refused("title " + Base64.getEncoder().encodeToString(new byte[] {(byte) 0xc3, 0x28}));
        refused("title " + base64("line\nbreak"));
    }

    @Provide
    Arbitrary<String> almost() {
        return Arbitraries.of(
                        "title",
                        "content_id",
                        "visibility",
                        "filename",
                        " ",
                        ",",
                        "YQ==",
                        "YQ",
                        "=",
                        "é",
                        "\0",
                        "tags",
                        "")
                .list()
                .ofMaxSize(12)
                .map(words -> String.join("", words));
    }

    @Provide
    Arbitrary<String> titles() {
        return Arbitraries.strings()
                .withCharRange(' ', '~')
                .withCharRange('à', 'ÿ')
                .ofMinLength(1)
                .ofMaxLength(100);
    }

    private static void parseOrRefuse(String text) {
        try {
            UploadMetadata metadata = UploadMetadata.parse(Optional.of(text));
            assertThat(metadata.values().keySet())
                    .isSubsetOf("filename", "filetype", "content_id", "title", "description", "visibility", "tags");
        } catch (ProblemException e) {
            assertThat(e.error()).isEqualTo(UploadError.INVALID_METADATA);
        }
    }

    private static void refused(String header) {
        TusTest.assertRefused(() -> UploadMetadata.parse(Optional.of(header)), UploadError.INVALID_METADATA);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
