package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DashboardsTest {
    private final Dashboards dashboards = new Dashboards(
            Path.of("../../grafana/provisioning/dashboards"),
            URI.create("http://127.0.0.1:1"),
            URI.create("http://127.0.0.1:1"),
            Path.of("unused"));

    @Test
    void questions_areAllOfAllPanels_andNoneIsEmpty() {
        assertThat(dashboards.questions()).hasSizeGreaterThan(200).allSatisfy(question -> {
            assertThat(question.source()).isIn("prometheus", "logs");
            assertThat(question.text()).isNotBlank().doesNotContain("$__");
            assertThat(question.panel()).matches(".+, .+");
        });
    }
}
