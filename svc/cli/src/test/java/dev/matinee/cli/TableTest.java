package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void text_cells_lineUpAndNothingTrails() {
        var table = new Table(
                List.of("PART", "HEALTH", "ADDRESS"),
                List.of(List.of("postgresql", "passing", ""), List.of("cdn", "1 of 2 passing", "127.0.0.1:80")));
        assertThat(table.text()).isEqualTo("""
                        PART        HEALTH          ADDRESS
                        postgresql  passing
                        cdn         1 of 2 passing  127.0.0.1:80
                        """);
    }

    @Test
    void text_shortRow_isFilled() {
        assertThat(new Table(List.of("A", "B"), List.of(List.of("x"))).text()).isEqualTo("A  B\nx\n");
    }
}
