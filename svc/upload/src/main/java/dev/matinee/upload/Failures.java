package dev.matinee.upload;

import dev.matinee.kit.http.ProblemException;
import dev.matinee.kit.http.StandardError;
import dev.matinee.kit.sql.DatabaseUnavailableException;
import dev.matinee.kit.sql.SqlStates;
import io.helidon.dbclient.DbClientException;
import io.helidon.webserver.http.Handler;
import java.util.Locale;
import org.redisson.client.RedisException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Gives the failures of the servers behind this one the names a client can act on. */
final class Failures {
    private Failures() {}

    /** Answers with a named error while the database is away. */
    static Handler naming(Handler handler) {
        return (request, response) -> {
            try {
                handler.handle(request, response);
            } catch (DatabaseUnavailableException | DbClientException e) {
                throw named(e);
            }
        };
    }

    static ProblemException named(Throwable failure) {
        return switch (failure) {
            case ProblemException problem -> problem;
            case StaleWriterException stale -> ProblemException.of(UploadError.LOCKED, stale);
            case PartSpool.SpoolException spool ->
                ProblemException.of(spool.isFull() ? UploadError.NO_SPACE : UploadError.SPOOL_AWAY, spool);
            case StorageRoom.NoRoomException full -> ProblemException.of(UploadError.NO_SPACE, full);
            case S3Exception s3 when isFull(s3) -> ProblemException.of(UploadError.NO_SPACE, s3);
            case SdkException s3 -> ProblemException.of(UploadError.STORAGE_AWAY, s3);
            case RedisException redis -> ProblemException.of(UploadError.LOCKS_AWAY, redis);
            default ->
                SqlStates.isTransient(failure)
                        ? ProblemException.of(UploadError.DATABASE_AWAY, failure)
                        : ProblemException.of(StandardError.INTERNAL, failure);
        };
    }

    /** S3 has no status of its own for it: servers answer 507, or refuse with 403 or 409 and say why in the code. */
    private static boolean isFull(S3Exception failure) {
        if (failure.statusCode() == 507) {
            return true;
        }
        String lower = SourceBucket.code(failure).toLowerCase(Locale.ROOT);
        return lower.contains("quota") || lower.contains("full") || lower.contains("insufficientstorage");
    }
}
