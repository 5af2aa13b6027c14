package dev.matinee.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell, two spaces between, nothing trailing. */
record Table(List<String> header, List<List<String>> rows) {
    String text() {
        var all = new ArrayList<List<String>>();
        all.add(header);
        all.addAll(rows);
        var widths = new int[header.size()];
        for (var row : all) {
            for (var i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], cell(row, i).length());
            }
        }
        var out = new StringBuilder();
        for (var row : all) {
            var line = new StringBuilder();
            for (var i = 0; i < widths.length; i++) {
                line.append(cell(row, i)).repeat(' ', widths[i] - cell(row, i).length() + 2);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    private static String cell(List<String> row, int column) {
        return column < row.size() ? row.get(column) : "";
    }
}
