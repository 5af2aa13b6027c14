package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RouteNamesPropertyTest {
    private static final String BASE = "/api/films/v1";

    private final RouteNames names = new RouteNames("""
            openapi: 3.1.0
            servers:
              - url: /api/films/v1
            paths:
              /films: {}
              /films/{id}: {}
              /films/newest: {}
              /films/{id}/scenes/{scene}: {}
              /films/newest/poster: {}
            """.getBytes(StandardCharsets.UTF_8));

    @Example
    void of_pathOfTheDocument_isItsTemplate() {
        assertThat(names.of(BASE + "/films")).isEqualTo(BASE + "/films");
        assertThat(names.of(BASE + "/films/7")).isEqualTo(BASE + "/films/{id}");
        assertThat(names.of(BASE + "/films/7/scenes/1")).isEqualTo(BASE + "/films/{id}/scenes/{scene}");
    }

    @Example
    void of_fixedBesideVariable_isTheFixedUnlessOnlyTheVariableGoesOn() {
        assertThat(names.of(BASE + "/films/newest")).isEqualTo(BASE + "/films/newest");
        assertThat(names.of(BASE + "/films/newest/poster")).isEqualTo(BASE + "/films/newest/poster");
        assertThat(names.of(BASE + "/films/newest/scenes/1")).isEqualTo(BASE + "/films/{id}/scenes/{scene}");
    }

    @Example
    void of_pathOfNobody_isNone() {
        assertThat(List.of("", "/", "/films", BASE, BASE + "/", BASE + "/films/7/scenes", BASE + "/films/7/scenes/1/2"))
                .allMatch(path -> names.of(path).equals("none"));
    }

    @Example
    void of_noDocument_isNone() {
        assertThat(new RouteNames(new byte[0]).of(BASE + "/films")).isEqualTo("none");
    }

    @Example
    void of_whatPeersAndOperatorsAsk_hasItsOwnName() {
        assertThat(names.of("/internal/films/documents")).isEqualTo("internal");
        assertThat(names.of("/observe/metrics")).isEqualTo("observe");
    }

    @Property
    void of_anyPath_isOneOfFewNames(@ForAll("paths") String path) {
        assertThat(names.of(path))
                .isIn(
                        "none",
                        "internal",
                        "observe",
                        BASE + "/films",
                        BASE + "/films/{id}",
                        BASE + "/films/newest",
                        BASE + "/films/{id}/scenes/{scene}",
                        BASE + "/films/newest/poster");
    }

    @Provide
    Arbitrary<String> paths() {
        Arbitrary<String> segments = Arbitraries.oneOf(
                Arbitraries.of("api", "films", "v1", "newest", "scenes", "poster", "internal", "observe", "", "{id}"),
                Arbitraries.strings().ofMaxLength(5));
        return Arbitraries.oneOf(
                segments.list().ofMaxSize(6).map(all -> "/" + String.join("/", all)),
                segments.list().ofMaxSize(4).map(all -> BASE + "/films/" + String.join("/", all)),
                Arbitraries.strings().ofMaxLength(10));
    }
}
