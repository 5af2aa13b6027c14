package dev.matinee.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7396. */
class MergePatchPropertyTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The cases of the RFC's appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\"}; {\"a\":\"c\"}; {\"a\":\"c\"}",
                "{\"a\":\"b\"}; {\"b\":\"c\"}; {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"}; {\"a\":null}; {}",
                "{\"a\":\"b\",\"b\":\"c\"}; {\"a\":null}; {\"b\":\"c\"}",
                "{\"a\":[\"b\"]}; {\"a\":\"c\"}; {\"a\":\"c\"}",
                "{\"a\":\"c\"}; {\"a\":[\"b\"]}; {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}}; {\"a\":{\"b\":\"d\",\"c\":null}}; {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]}; {\"a\":[1]}; {\"a\":[1]}",
                "[\"a\",\"b\"]; [\"c\",\"d\"]; [\"c\",\"d\"]",
                "{\"a\":\"b\"}; [\"c\"]; [\"c\"]",
                "{\"a\":\"foo\"}; null; null",
                "{\"a\":\"foo\"}; \"bar\"; \"bar\"",
                "{\"e\":null}; {\"a\":1}; {\"e\":null,\"a\":1}",
                "[1,2]; {\"a\":\"b\",\"c\":null}; {\"a\":\"b\"}",
                "{}; {\"a\":{\"bb\":{\"ccc\":null}}}; {\"a\":{\"bb\":{}}}",
            })
    void apply_asInTheRfc(String target, String patch, String result) throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(MergePatch.apply(json.readTree(target), json.readTree(patch)))
                .isEqualTo(json.readTree(result));
    }

    @Property
    void apply_twice_isOnce(@ForAll("objects") JsonNode target, @ForAll("objects") JsonNode patch) {
        JsonNode once = MergePatch.apply(target, patch);
        assertThat(MergePatch.apply(once, patch)).isEqualTo(once);
    }

    @Property
    void apply_changesNoArgument(@ForAll("objects") JsonNode target, @ForAll("objects") JsonNode patch) {
        JsonNode targetBefore = target.deepCopy();
        JsonNode patchBefore = patch.deepCopy();
        MergePatch.apply(target, patch);
        assertThat(target).isEqualTo(targetBefore);
        assertThat(patch).isEqualTo(patchBefore);
    }

    @Provide
    Arbitrary<JsonNode> objects() {
        return object(3);
    }

    private static Arbitrary<JsonNode> object(int depth) {
        return Arbitraries.maps(Arbitraries.of("a", "b", "c"), node(depth - 1))
                .ofMaxSize(3)
                .map(fields -> {
                    ObjectNode object = NODES.objectNode();
                    fields.forEach(object::set);
                    return object;
                });
    }

    private static Arbitrary<JsonNode> node(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.of(
                NODES.nullNode(),
                NODES.numberNode(1),
                NODES.textNode("x"),
                NODES.arrayNode().add(1));
        return depth == 0 ? leaf : Arbitraries.oneOf(leaf, object(depth));
    }
}
