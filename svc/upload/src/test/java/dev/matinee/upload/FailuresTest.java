package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FailuresTest {
    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, STORAGE_AWAY",
        "403, SignatureDoesNotMatch, STORAGE_AWAY",
        "403, QuotaExceeded, NO_SPACE",
        "409, BucketFull, NO_SPACE",
        "507, InsufficientStorage, NO_SPACE",
        "500, InternalError, STORAGE_AWAY"
    })
    void named_refusalOfS3_tellsFullFromAway(int status, String code, UploadError error) {
        var failure = S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        assertThat(Failures.named(failure).error()).isEqualTo(error);
    }
}
