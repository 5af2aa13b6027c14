package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameRateTest {
    @ParameterizedTest
    @CsvSource({
        // base, mean, constant
        "24000, 1001, 24000, 1001, 24000/1001",
        "15, 1, 15, 1, 15/1",
        "90000, 1, 29, 1, 30000/1001",
        "30, 1, 273, 10, 30000/1001",
        "50, 1, 25, 1, 25/1",
        "120, 1, 120, 1, 60/1",
        "240, 1, 61, 1, 60/1",
        "90000, 1, 3, 1, 3/1",
        "90000, 1, 1, 10, 1/1",
    })
    void constant_baseAndMean_isANaturalRateUpTo60(
            long base, long baseOver, long mean, long meanOver, String constant) {
        assertThat(FrameRate.constant(new FrameRate(base, baseOver), new FrameRate(mean, meanOver))
                        .fraction())
                .isEqualTo(constant);
    }
}
