package dev.matinee.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The last lines of a log, read from its end so that its size does not matter. */
final class LogTail {
    private static final int WINDOW_BYTES = 64 * 1024;

    private LogTail() {}

    static String of(Path file, int lines) {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            var start = Math.max(0, in.length() - WINDOW_BYTES);
            in.seek(start);
            var bytes = new byte[(int) (in.length() - start)];
            in.readFully(bytes);
            return of(new String(bytes, StandardCharsets.UTF_8), lines);
        } catch (IOException e) {
            return "";
        }
    }

    static String of(String text, int lines) {
        List<String> all = text.lines().filter(line -> !line.isBlank()).toList();
        return all.subList(Math.max(0, all.size() - lines), all.size()).stream()
                .map(LogLine::text)
                .collect(Collectors.joining("\n"));
    }
}
