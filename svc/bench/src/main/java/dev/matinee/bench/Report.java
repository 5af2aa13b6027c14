package dev.matinee.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found, as a table for people and as JSON for whoever compares runs. */
record Report(List<Finding> findings, List<String> notes) {
    private static final List<String> HEADER = List.of(
            "path", "beside", "ours", "peer", "ratio, median [least–most]", "target", "met", "CPU, ours / peer");

    Report {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** A Markdown table, so that it can be put into a document as it is; losing rows too. */
    String table() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADER);
        findings.forEach(finding -> lines.add(List.of(
                finding.path(),
                finding.beside(),
                finding.ours(),
                finding.peer(),
                finding.resultText(),
                finding.target().text(),
                finding.met() ? "yes" : "NO",
                finding.cpu())));
        int[] widths = new int[HEADER.size()];
        for (List<String> line : lines) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        }
        StringBuilder out = new StringBuilder();
        write(out, HEADER, widths);
        for (int width : widths) {
            out.append('|').append("-".repeat(width + 2));
        }
        out.append("|\n");
        lines.stream().skip(1).forEach(line -> write(out, line, widths));
        notes.forEach(note -> out.append("not measured: ").append(note).append('\n'));
        return out.toString();
    }

    private static void write(StringBuilder out, List<String> line, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String cell = line.get(column);
            out.append("| ").append(cell).append(" ".repeat(widths[column] - cell.length() + 1));
        }
        out.append("|\n");
    }

    void store(Path file, Map<String, Object> machine) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Finding finding : findings) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("row", finding.row());
            row.put("path", finding.path());
            row.put("beside", finding.beside());
            row.put("ours", finding.oursRead());
            row.put("peer", finding.peerRead());
            row.put("result", finding.result());
            row.put("target", finding.target());
            row.put("met", finding.met());
            row.put("cpu_per_request", finding.cpu());
            rows.add(row);
        }
        Map<String, Object> all = new LinkedHashMap<>(machine);
        all.put("findings", rows);
        all.put("not_measured", notes);
        try {
            Files.write(
                    file,
                    new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .writeValueAsBytes(all));
        } catch (IOException e) {
            throw new BenchException("cannot write " + file + ": " + e.getMessage());
        }
    }
}
