package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.matinee.kit.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TusTest {
    private static final UUID ONE = UUID.fromString("01890000-0000-7000-8000-000000000001");
    private static final UUID TWO = UUID.fromString("01890000-0000-7000-8000-000000000002");

    static AbstractThrowableAssert<?, ?> assertRefused(ThrowingCallable call, UploadError error) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.error()).isEqualTo(error));
    }

    @Test
    void offset_number() {
        assertThat(Tus.offset(Optional.of("0"))).isZero();
        assertThat(Tus.offset(Optional.of("68719476736"))).isEqualTo(68_719_476_736L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.0", "0x1", "1 ", "9999999999999999999", "one"})
    void offset_notANumber(String text) {
        assertRefused(() -> Tus.offset(Optional.of(text)), UploadError.INVALID_OFFSET);
    }

    @Test
    void offset_missing() {
        assertRefused(() -> Tus.offset(Optional.empty()), UploadError.INVALID_OFFSET);
    }

    @Test
    void newLength_oneOfTwo() {
        assertThat(Tus.newLength(Optional.of("7"), Optional.empty())).hasValue(7L);
        assertThat(Tus.newLength(Optional.empty(), Optional.of("1"))).isEmpty();
    }

    @Test
    void newLength_bothOrNeitherOrOddDefer() {
        assertRefused(() -> Tus.newLength(Optional.empty(), Optional.empty()), UploadError.LENGTH_NEEDED);
        assertRefused(() -> Tus.newLength(Optional.of("7"), Optional.of("1")), UploadError.LENGTH_NEEDED);
        assertRefused(() -> Tus.newLength(Optional.empty(), Optional.of("2")), UploadError.LENGTH_NEEDED);
        assertRefused(() -> Tus.newLength(Optional.of("-7"), Optional.empty()), UploadError.INVALID_LENGTH);
    }

    @Test
    void concat_forms() {
        assertThat(Tus.concat(Optional.empty())).isEqualTo(new Tus.Whole());
        assertThat(Tus.concat(Optional.of("partial"))).isEqualTo(new Tus.Partial());
        assertThat(Tus.concat(Optional.of(
                        "final;/api/upload/v1/files/" + ONE + " https://film.example/api/upload/v1/files/" + TWO)))
                .isEqualTo(new Tus.Final(List.of(ONE, TWO)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "final",
                "final;",
                "final; ",
                "FINAL;/api/upload/v1/files/01890000-0000-7000-8000-000000000001",
                "final;/api/upload/v1/files/../files/01890000-0000-7000-8000-000000000001",
                "final;/api/upload/v1/files/01890000-0000-7000-8000-000000000001?x=1",
                "final;/api/upload/v1/files/01890000-0000-7000-8000-00000000000",
                "final;/api/upload/v1/files/0189000000007000800000000000000100000",
                "final;01890000-0000-7000-8000-000000000001",
                "final;/api/upload/v1/files/01890000-0000-7000-8000-000000000001"
                        + " /api/upload/v1/files/01890000-0000-7000-8000-000000000001"
            })
    void concat_malformed(String text) {
        assertRefused(() -> Tus.concat(Optional.of(text)), UploadError.INVALID_CONCAT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1-1-1-1-1",
                "01890000-0000-7000-8000-00000000000G",
                "../../../../../../../../../../../etc"
            })
    void id_notOne(String text) {
        assertThat(Tus.id(text)).isEmpty();
    }

    @Test
    void id_onlyAsGivenOut() {
        assertThat(Tus.id(ONE.toString())).hasValue(ONE);
        assertThat(Tus.id("01890000-0000-7000-8000-00000000000A")).isEmpty();
    }

    @Test
    void checksum_matches() {
        Checksum sum =
                Checksum.parse(Optional.of("sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00=")).orElseThrow();
        sum.update("hello".getBytes(StandardCharsets.US_ASCII), 5);
        assertThat(sum.holds()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha1",
                "md5 XrY7u+Ae7tCTyyK7j1rNww==",
                "sha1 !!!!",
                "sha1 YWJj",
                "sha256 qvTGHdzF6KLavt4PO0gs2a6pQ00="
            })
    void checksum_malformed(String text) {
        assertRefused(() -> Checksum.parse(Optional.of(text)), UploadError.INVALID_CHECKSUM);
    }
}
