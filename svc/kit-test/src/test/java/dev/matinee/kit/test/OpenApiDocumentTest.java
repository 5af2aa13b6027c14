package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.http.HttpService;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static final HttpService FILMS = rules -> rules.get("/films", (request, response) -> {});
    private static final HttpService ONE = rules -> rules.delete("/films/{id}", (request, response) -> {});

    private final OpenApiDocument document = OpenApiDocument.of("sample");

    record Film(String title, long durationMs) {}

    record Named(String title) {}

    enum Kind {
        FILM,
        ALBUM
    }

    @Test
    void routes_thatAreDocumentedAgree() {
        document.assertRoutes(List.of(FILMS, ONE));
    }

    @Test
    void route_thatIsMissingIsFound() {
        assertThatThrownBy(() -> document.assertRoutes(List.of(FILMS)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("delete /films/{id}");
    }

    @Test
    void route_thatIsNotDocumentedIsFound() {
        HttpService more = rules -> rules.put("/films/{id}", (request, response) -> {});
        assertThatThrownBy(() -> document.assertRoutes(List.of(FILMS, ONE, more)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("put /films/{id}");
    }

    @Test
    void fields_areComparedAsTheyAreOnTheWire() {
        document.assertFields("Film", Film.class);
        assertThatThrownBy(() -> document.assertFields("Film", Named.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("duration_ms");
    }

    @Test
    void words_areThoseOfTheEnum() {
        assertThat(document.words("/components/schemas/Kind/enum")).isEqualTo(OpenApiDocument.wordsOf(Kind.values()));
    }

    @Test
    void document_thatIsNotThereIsRefused() {
        assertThatThrownBy(() -> OpenApiDocument.of("nothing"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("openapi/nothing.yaml");
    }
}
