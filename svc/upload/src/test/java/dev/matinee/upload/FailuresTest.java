package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

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

    /** What SeaweedFS's counters said while starting, with room, with no place for a volume, and with a full disk. */
    @ParameterizedTest
    @CsvSource({", , , false", "8, 1, 0, false", "2, 1, 0, true", "50, 1, 1, true", "3, 1, 0, false"})
    void isFull_isSaidByVolumes(Integer most, Integer uploads, Integer low, boolean full) {
        String counters = most == null ? "SeaweedFS_master_is_leader 0\n" : """
                # TYPE SeaweedFS_volumeServer_volumes gauge
                SeaweedFS_volumeServer_max_volumes %d
                SeaweedFS_volumeServer_read_only_volumes{collection="uploads",type="IsReadOnly"} 1
                SeaweedFS_volumeServer_read_only_volumes{collection="uploads",type="isDiskSpaceLow"} %d
                SeaweedFS_volumeServer_volumes{collection="",type="volume"} 1
                SeaweedFS_volumeServer_volumes{collection="uploads",type="volume"} %d
                """.formatted(most, low, uploads);
        assertThat(StorageRoom.isFull(counters)).isEqualTo(full);
    }
}
