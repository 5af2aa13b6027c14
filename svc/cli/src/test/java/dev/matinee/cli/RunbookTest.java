package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Whoever is woken finds the alert in the runbook, and each alert was seen to fire by promtool. */
class RunbookTest {
    private static final Path GRAFANA = Path.of("../../grafana");

    @Test
    void runbook_hasOneHeadingForEachAlert() throws IOException {
        assertThat(named(GRAFANA.resolve("RUNBOOK.md"), "(?m)^### (\\w+)$")).isEqualTo(alerts());
    }

    @Test
    void tests_fireEachAlert() throws IOException {
        // An alert that is expected has labels; one that must keep quiet has an empty list beside it.
        assertThat(named(GRAFANA.resolve("prometheus/tests"), "alertname: (\\w+)\\s+exp_alerts:\\s+- exp_labels"))
                .isEqualTo(alerts());
    }

    @Test
    void runbook_saysWhatItMeansHowToLookAndWhatToDo() throws IOException {
        var sections = Pattern.compile("(?m)^###? ")
                .splitAsStream(Files.readString(GRAFANA.resolve("RUNBOOK.md")))
                .toList();
        assertThat(sections).hasSizeGreaterThan(alerts().size());
        for (var section : sections) {
            if (alerts().contains(section.lines().findFirst().orElse(""))) {
                assertThat(section).contains("**Means** ", "**Look** ", "**Do** ");
            }
        }
    }

    private static Set<String> alerts() throws IOException {
        return named(GRAFANA.resolve("prometheus/rules"), "- alert: (\\w+)");
    }

    private static Set<String> named(Path place, String pattern) throws IOException {
        try (var files = Files.walk(place)) {
            var text = files.filter(Files::isRegularFile).map(RunbookTest::text).collect(Collectors.joining("\n"));
            return Pattern.compile(pattern)
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
