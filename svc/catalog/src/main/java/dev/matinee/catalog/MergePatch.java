package dev.matinee.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.matinee.kit.http.Json;
import java.util.Map;

/** JSON Merge Patch, RFC 7396 section 2. */
final class MergePatch {
    private MergePatch() {}

    /**
     * Changes a record as a client asks.
     *
     * @throws dev.matinee.kit.http.ProblemException when the result breaks the record's rules
     */
    static <T extends Record> T apply(T target, JsonNode patch, Class<T> type) {
        if (!patch.isObject()) {
            throw Json.invalid("", "a JSON object is needed");
        }
        return Json.read(Json.write(apply(Json.mapper().valueToTree(target), patch)), type);
    }

    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode merged =
                target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            if (change.getValue().isNull()) {
                merged.remove(change.getKey());
            } else {
                JsonNode before = merged.path(change.getKey());
                merged.set(change.getKey(), apply(before, change.getValue()));
            }
        }
        return merged;
    }
}
