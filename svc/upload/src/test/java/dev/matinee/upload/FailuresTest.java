package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.Json;
import java.io.IOException;
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

    @ParameterizedTest
    @CsvSource({
        "No space left on device, NO_SPACE",
        "Input/output error, SPOOL_AWAY",
        "Permission denied, SPOOL_AWAY",
        "Too many open files, SPOOL_AWAY"
    })
    void named_refusalOfTheDisk_tellsFullFromBroken(String word, UploadError error) {
        var failure = PartSpool.failure(Stored.TEMPORARY, new IOException(word));
        assertThat(Failures.named(failure).error()).isEqualTo(error);
    }

    /** What SeaweedFS's master said of itself while starting, with room, and full. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"Max":0,"Free":0,"DataCenters":null,"Layouts":[{"writables":null,"collection":""}]} | false
            {"Max":8,"Free":6,"Layouts":[{"writables":[1],"collection":""}]} | false
            {"Max":2,"Free":0,"Layouts":[{"writables":[1],"collection":""},{"writables":[2],"collection":"uploads"}]} | false
            {"Max":2,"Free":0,"Layouts":[{"writables":[1],"collection":""},{"writables":[],"collection":"uploads"}]} | true
            {"Max":2,"Free":0,"Layouts":[{"writables":[1,2],"collection":""}]} | true
            """)
    void isFull_isSaidByVolumes(String topology, boolean full) throws Exception {
        assertThat(StorageRoom.isFull(Json.mapper().readTree("{\"Topology\":" + topology + "}"), "uploads"))
                .isEqualTo(full);
    }
}
