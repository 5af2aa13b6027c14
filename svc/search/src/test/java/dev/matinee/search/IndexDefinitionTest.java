package dev.matinee.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.search.ContentIndex.Analysis;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The two shapes of the index say the same, but for what one of them can do with words. */
class IndexDefinitionTest {
    /** As the reference of Elasticsearch 8.19 lists them, in the core and in the module analysis-common. */
    private static final Set<String> CORE_FILTERS = Set.of("lowercase", "stop", "shingle");

    private static final Set<String> COMMON_FILTERS = Set.of("asciifolding", "stemmer");
    private static final Set<String> STEMMERS = Set.of("english", "possessive_english");

    private final ObjectNode core = Analysis.CORE.definition();
    private final ObjectNode rich = Analysis.RICH.definition();

    @Test
    void fields_areTheSameButForStems() {
        Map<String, String> withoutStems = fields(rich);
        withoutStems.keySet().removeIf(name -> name.endsWith(".stems"));
        assertThat(withoutStems).isEqualTo(fields(core));
        assertThat(fields(rich).keySet()).anyMatch(name -> name.endsWith(".stems"));
    }

    @Test
    void analyzers_usedAreDefined() {
        for (JsonNode definition : Set.of(core, rich)) {
            Set<String> used = new TreeSet<>(definition.path("mappings").findValuesAsText("analyzer"));
            Set<String> defined = new TreeSet<>();
            definition.at("/settings/analysis/analyzer").fieldNames().forEachRemaining(defined::add);
            assertThat(defined).isEqualTo(used);
            assertThat(definition.path("mappings").findValuesAsText("normalizer"))
                    .containsOnly("plain");
        }
    }

    @Test
    void coreFilters_areInTheCore() {
        assertThat(filters(core)).isNotEmpty().isSubsetOf(CORE_FILTERS);
        assertThat(core.at("/settings/analysis").has("filter")).isFalse();
    }

    @Test
    void richFilters_areDocumentedOnes() {
        JsonNode own = rich.at("/settings/analysis/filter");
        for (String name : filters(rich)) {
            if (own.has(name)) {
                assertThat(own.path(name).path("type").asText()).isIn(COMMON_FILTERS);
                assertThat(own.path(name).path("language").asText()).isIn(STEMMERS);
            } else {
                assertThat(CORE_FILTERS.contains(name) || COMMON_FILTERS.contains(name))
                        .as(name)
                        .isTrue();
            }
        }
        own.fieldNames().forEachRemaining(name -> assertThat(filters(rich)).contains(name));
    }

    @Test
    void tombstones_outliveARebuild() {
        assertThat(core.at("/settings/gc_deletes").asText()).isEqualTo("1h");
        assertThat(rich.at("/settings/gc_deletes").asText()).isEqualTo("1h");
    }

    @Test
    void schema_tellsThemApart() {
        assertThat(ContentIndex.schema(core)).isNotEqualTo(ContentIndex.schema(rich));
    }

    private static Set<String> filters(JsonNode definition) {
        Set<String> names = new TreeSet<>();
        for (String kind : Set.of("analyzer", "normalizer")) {
            definition
                    .at("/settings/analysis/" + kind)
                    .forEach(each -> each.path("filter").forEach(filter -> names.add(filter.asText())));
        }
        return names;
    }

    private static Map<String, String> fields(JsonNode definition) {
        Map<String, String> found = new TreeMap<>();
        collect("", definition.at("/mappings/properties"), found);
        return found;
    }

    private static void collect(String at, JsonNode properties, Map<String, String> found) {
        properties.properties().forEach(property -> {
            ObjectNode described = property.getValue().deepCopy();
            String name = at + property.getKey();
            collect(name + ".", described.path("properties"), found);
            collect(name + ".", described.path("fields"), found);
            described.remove("properties");
            described.remove("fields");
            found.put(name, described.toString());
        });
    }
}
