package dev.matinee.analytics;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A question in SQL.
 *
 * @param columns how those of its answer are called, in their order
 * @param values what its question marks stand for
 */
record Query(String sql, List<String> columns, List<Object> values) {
    /** The same, with its columns called so. */
    String named() {
        return columns.stream()
                .map(column -> "\"" + column + "\"")
                .collect(Collectors.joining(", ", "SELECT * FROM (" + sql + ") AS answer (", ")"));
    }
}
