package dev.matinee.analytics;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket that the warehouse's files are copied to. */
final class LakeBucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    /** A file of a year's day at its largest takes seconds. */
    private static final Duration CALL = Duration.ofMinutes(5);
    /** What S3 deletes by one request. */
    private static final int AT_ONCE = 1_000;

    private final S3Client s3;
    private final String bucket;

    LakeBucket(Lake.Settings settings) {
        this.s3 = settings.s3().client(CONNECT, SILENCE, limits -> limits.apiCallTimeout(CALL));
        this.bucket = settings.bucket();
    }

    /** What is there under a prefix: the tag of each key's content. */
    Map<String, String> list(String prefix) {
        Map<String, String> tags = new TreeMap<>();
        for (S3Object object : s3.listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(prefix))
                .contents()) {
            tags.put(object.key(), bare(object.eTag()));
        }
        return tags;
    }

    /** Puts a file there, in the place of what was; who reads sees the one or the other. Returns the tag of its content. */
    String put(String key, Path file) {
        return bare(s3.putObject(
                        request -> request.bucket(bucket).key(key).contentType(Export.MEDIA_TYPE),
                        RequestBody.fromFile(file))
                .eTag());
    }

    /** Puts a few words there. */
    void say(String key, String words) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(words));
    }

    /** The words that were put there; empty when there are none. */
    Optional<String> said(String key) {
        try {
            return Optional.of(s3.getObjectAsBytes(
                            request -> request.bucket(bucket).key(key).range("bytes=0-99"))
                    .asUtf8String());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    /** @throws SdkException when one could not be deleted */
    void delete(List<String> keys) {
        for (int i = 0; i < keys.size(); i += AT_ONCE) {
            List<ObjectIdentifier> some = keys.subList(i, Math.min(keys.size(), i + AT_ONCE)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            boolean failed = s3.deleteObjects(request -> request.bucket(bucket)
                            .delete(delete -> delete.objects(some).quiet(true)))
                    .hasErrors();
            if (failed) {
                throw SdkException.create("files could not be deleted from the bucket " + bucket, null);
            }
        }
    }

    private static String bare(String tag) {
        return tag.replace("\"", "");
    }

    @Override
    public void close() {
        s3.close();
    }
}
