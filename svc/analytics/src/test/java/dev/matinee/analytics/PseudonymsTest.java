package dev.matinee.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PseudonymsTest {
    private static final byte[] KEY = new byte[32];
    private static final byte[] OTHER = {1, 2, 3};

    private final MovingClock clock = new MovingClock(Instant.parse("2026-05-01T23:59:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path directory;

    @Test
    void member_isTheSameAnotherDayAndUnderTheSameKeyOnly() {
        Pseudonyms first = pseudonyms(KEY);
        String ada = first.member("ada");
        clock.forward(Duration.ofDays(400));
        assertThat(first.member("ada")).isEqualTo(ada).matches("m[A-Za-z0-9_-]{22}");
        assertThat(first.member("bob")).isNotEqualTo(ada);
        assertThat(pseudonyms(OTHER).member("ada")).isNotEqualTo(ada);
    }

    @Test
    void visitor_isTheSameAllDayAlsoAfterARestart() {
        String visitor = pseudonyms(KEY).visitor("192.0.2.7", "Firefox");
        assertThat(visitor).matches("v[A-Za-z0-9_-]{22}");
        assertThat(pseudonyms(KEY).visitor("192.0.2.7", "Firefox")).isEqualTo(visitor);
        assertThat(pseudonyms(KEY).visitor("192.0.2.8", "Firefox")).isNotEqualTo(visitor);
        assertThat(pseudonyms(KEY).visitor("192.0.2.7", "Chrome")).isNotEqualTo(visitor);
    }

    @Test
    void visitor_isSomebodyElseTheNextDayAndNothingIsLeftToFindOutBy() throws IOException {
        Pseudonyms pseudonyms = pseudonyms(KEY);
        byte[] salt = Files.readAllBytes(directory.resolve("salt-2026-05-01"));
        String today = pseudonyms.visitor("192.0.2.7", "Firefox");
        clock.forward(Duration.ofMinutes(1));
        assertThat(pseudonyms.visitor("192.0.2.7", "Firefox")).isNotEqualTo(today);
        try (Stream<Path> files = Files.list(directory)) {
            List<String> left = files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
            assertThat(left).containsExactly("lock", "salt-2026-05-02");
        }
        assertThat(Files.readAllBytes(directory.resolve("salt-2026-05-02")))
                .hasSize(32)
                .isNotEqualTo(salt);
    }

    @Test
    void salt_isForNobodyElseToRead() throws IOException {
        pseudonyms(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("salt-2026-05-01"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31})
    void salt_thatWasCutShort_isMadeAnew(int bytes) throws IOException {
        Path file = directory.resolve("salt-2026-05-01");
        Files.write(file, new byte[bytes]);
        String visitor = pseudonyms(KEY).visitor("192.0.2.7", "Firefox");
        assertThat(Files.readAllBytes(file)).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(pseudonyms(KEY).visitor("192.0.2.7", "Firefox")).isEqualTo(visitor);
    }

    private Pseudonyms pseudonyms(byte[] key) {
        return new Pseudonyms(key, directory, clock);
    }
}
