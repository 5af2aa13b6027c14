package dev.matinee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WholeStackTest {
    @Test
    void parse_up_tellsAllAndTheSlowestPart() {
        String printed = """
                Starting Matinee
                  ✓ consul            1.2 s  127.0.0.1:8500
                  … keycloak 20 s
                  ✓ keycloak         31.4 s  127.0.0.1:21034
                  ✓ catalog           9.8 s  127.0.0.1:22101
                Up in 44.0 s
                """;
        assertThat(WholeStack.parse(printed)).isEqualTo(new WholeStack.Up(44, 31.4));
    }

    @Test
    void parse_failure_isRefusedWithWhatWasSaid() {
        assertThatThrownBy(() -> WholeStack.parse("matinee: port 8080 is taken"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("8080");
    }

    @Test
    void pss_ofARollup_isMebibytes() {
        assertThat(Memory.pssMib("Rss:   200 kB\nPss:                1536 kB\nPss_Dirty:  7 kB\n"))
                .isEqualTo(1.5);
        assertThat(Memory.pssMib("")).isZero();
    }

    @Test
    void pgbench_tps_isRead() {
        assertThat(CatalogWrites.tps("""
                number of transactions actually processed: 5541
                initial connection time = 50.1 ms
                tps = 1853.201847 (without initial connection time)
                """)).isEqualTo(1853.201847);
        assertThatThrownBy(() -> CatalogWrites.tps("could not connect")).isInstanceOf(BenchException.class);
    }
}
