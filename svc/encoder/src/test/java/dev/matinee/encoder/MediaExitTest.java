package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exits as bubblewrap hands them on: 128 and the signal's number. */
class MediaExitTest {
    @ParameterizedTest
    @CsvSource({
        "139, '', UNREADABLE, PHOTO_UNREADABLE", // SIGSEGV
        "134, 'Assertion failed', UNREADABLE, PHOTO_UNREADABLE", // SIGABRT
        "135, '', UNREADABLE, PHOTO_UNREADABLE", // SIGBUS
        "136, '', UNREADABLE, PHOTO_UNREADABLE", // SIGFPE
        "132, '', UNREADABLE, PHOTO_UNREADABLE", // SIGILL
        "159, '', UNREADABLE, PHOTO_UNREADABLE", // SIGSYS
        "152, '', TOO_COSTLY, PHOTO_TOO_COSTLY", // SIGXCPU
        "153, '', TOO_COSTLY, PHOTO_TOO_COSTLY", // SIGXFSZ
        "139, 'Cannot allocate memory', TOO_COSTLY, PHOTO_TOO_COSTLY",
        "1, 'Cannot allocate memory', TOO_COSTLY, PHOTO_TOO_COSTLY",
        "137, '', ENCODER_FAILED, ENCODER_FAILED", // SIGKILL
        "143, '', ENCODER_FAILED, ENCODER_FAILED", // SIGTERM
        "137, 'Error while decoding', ENCODER_FAILED, ENCODER_FAILED",
        "1, 'Invalid data found', UNREADABLE, PHOTO_UNREADABLE",
        "1, '', ENCODER_FAILED, PHOTO_UNREADABLE",
    })
    void problem_ofAnExit_isWhatTheCreatorCanUnderstand(
            int code, String errors, MediaProblem film, MediaProblem photo) {
        MediaExit exit = new MediaExit(code, errors);
        assertThat(MediaEncoder.problem(exit)).isEqualTo(film);
        assertThat(PhotoEncoder.problem(exit)).isEqualTo(photo);
    }
}
