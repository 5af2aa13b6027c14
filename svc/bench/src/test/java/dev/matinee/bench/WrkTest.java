package dev.matinee.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WrkTest {
    private static final String PRINTED = """
            Running 3s test @ http://127.0.0.1:18080/
              1 threads and 32 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency   1.21ms  812.00us  22.11ms   91.20%
                Req/Sec    26.60k     2.13k   29.80k    70.00%
              Latency Distribution
                 50%  850.00us
                 75%    1.20ms
                 90%    1.90ms
                 99%    4.02ms
              79432 requests in 3.00s, 98.01MB read
            Requests/sec:  26470.11
            Transfer/sec:     32.66MB
            """;

    @Test
    void parse_plainRun_tellsRateAndHalf() {
        assertThat(Wrk.parse(PRINTED)).isEqualTo(new Wrk.Load(26_470.11, 0.85, 79_432, 0));
        assertThat(Wrk.parse(PRINTED.replace("850.00us", "2.50ms")).p50Millis()).isEqualTo(2.5);
        assertThat(Wrk.parse(PRINTED.replace("850.00us", "1.50s")).p50Millis()).isEqualTo(1_500);
    }

    @Test
    void parse_failures_areCounted() {
        String failed = PRINTED.replace(
                "Requests/sec:",
                "  Socket errors: connect 1, read 2, write 0, timeout 4\n  Non-2xx or 3xx responses: 30\nRequests/sec:");
        assertThat(Wrk.parse(failed).refused()).isEqualTo(37);
    }

    @Test
    void parse_somethingElse_isRefusedWithWhatItSaid() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect to 127.0.0.1:1 Connection refused"))
                .isInstanceOf(BenchException.class)
                .hasMessageContaining("Connection refused");
    }

    @Test
    void redisBenchmark_manyNumbers_theLastCounts() {
        String printed = """
                GET k: rps=0.0 (overall: nan)
                  throughput summary: 51020.41 requests per second
                """;
        assertThat(CatalogReads.perSecond(printed)).isEqualTo(51_020.41);
        assertThatThrownBy(() -> CatalogReads.perSecond("NOAUTH")).isInstanceOf(BenchException.class);
    }
}
