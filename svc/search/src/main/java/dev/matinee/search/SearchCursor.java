package dev.matinee.search;

import co.elastic.clients.elasticsearch._types.FieldValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.matinee.kit.http.Cursor;
import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Where a list goes on.
 *
 * @param snapshot the state of the index that it is read from
 * @param now what freshness is measured from
 * @param after the last item's place in the order
 */
record SearchCursor(String snapshot, Instant now, List<FieldValue> after) {
    private static final int MAX_CHARS = 8_000;
    private static final int MAX_VALUES = 4;

    /** It is good for this question only. */
    String text(Question question) {
        ArrayNode values = Json.mapper().createArrayNode();
        for (FieldValue value : after) {
            if (value.isLong()) {
                values.add(value.longValue());
            } else if (value.isDouble()) {
                values.add(value.doubleValue());
            } else if (value.isNull()) {
                values.addNull();
            } else {
                values.add(value._toJsonString());
            }
        }
        return Cursor.of(sum(question), snapshot, Long.toString(now.getEpochSecond()), values.toString());
    }

    static SearchCursor parse(String text, Question question) {
        if (text.length() > MAX_CHARS) {
            throw ProblemException.of(StandardError.INVALID_CURSOR);
        }
        List<String> parts = Cursor.parts(text, 4);
        if (!parts.getFirst().equals(sum(question)) || !parts.get(2).matches("[0-9]{1,12}")) {
            throw ProblemException.of(StandardError.INVALID_CURSOR);
        }
        List<FieldValue> after = new ArrayList<>();
        try {
            JsonNode values = Json.mapper().readTree(parts.get(3));
            if (!values.isArray() || values.isEmpty() || values.size() > MAX_VALUES) {
                throw ProblemException.of(StandardError.INVALID_CURSOR);
            }
            for (JsonNode value : values) {
                after.add(
                        switch (value.getNodeType()) {
                            case NUMBER ->
                                value.canConvertToLong() && value.isIntegralNumber()
                                        ? FieldValue.of(value.longValue())
                                        : FieldValue.of(value.doubleValue());
                            case STRING -> FieldValue.of(value.textValue());
                            case NULL -> FieldValue.NULL;
                            default -> throw ProblemException.of(StandardError.INVALID_CURSOR);
                        });
            }
        } catch (IOException e) {
            throw ProblemException.of(StandardError.INVALID_CURSOR, e);
        }
        return new SearchCursor(parts.get(1), Instant.ofEpochSecond(Long.parseLong(parts.get(2))), List.copyOf(after));
    }

    private static String sum(Question question) {
        CRC32C sum = new CRC32C();
        sum.update(question.key().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }
}
