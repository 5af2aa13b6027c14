package dev.matinee.upload;

import dev.matinee.kit.s3.S3Settings;
import dev.matinee.upload.StorageRoom.NoRoomException;
import dev.matinee.upload.Upload.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The bucket of raw uploads. Each call has a time limit and few tries; what S3 says goes on to the caller. */
final class SourceBucket implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SILENCE = Duration.ofSeconds(15);
    private static final Duration ATTEMPT = Duration.ofSeconds(30);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final int TRIES = 3;
    private static final Set<String> PARTS_GONE = Set.of("NoSuchUpload", "InvalidPart");
    private static final String BYTES = "application/octet-stream";

    private final S3Client s3;
    private final String bucket;
    private final StorageRoom room;

    SourceBucket(UploadConfig.S3 settings) {
        this.bucket = settings.bucket();
        this.room = new StorageRoom(settings.metrics());
        this.s3 = new S3Settings(settings.endpoint(), settings.region(), settings.access(), settings.secret())
                .client(
                        CONNECT,
                        SILENCE,
                        limits -> limits.apiCallTimeout(CALL)
                                .apiCallAttemptTimeout(ATTEMPT)
                                .retryStrategy(StandardRetryStrategy.builder()
                                        .maxAttempts(TRIES)
                                        .build()));
    }

    String beginMultipart(String key) {
        return s3.createMultipartUpload(
                        request -> request.bucket(bucket).key(key).contentType(BYTES))
                .uploadId();
    }

    Part putPart(String key, String multipart, int number, PartSpool bytes) {
        String etag = stored(() -> s3.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(multipart)
                                .partNumber(number)
                                .contentLength(bytes.size()),
                        body(bytes))
                .eTag());
        return new Part(number, bytes.size(), etag);
    }

    /** A part that is a range of an object already in S3; its bytes stay there. */
    Part copyPart(String source, long from, long to, String key, String multipart, int number) {
        String etag = s3.uploadPartCopy(request -> request.sourceBucket(bucket)
                        .sourceKey(source)
                        .copySourceRange("bytes=" + from + "-" + (to - 1))
                        .destinationBucket(bucket)
                        .destinationKey(key)
                        .uploadId(multipart)
                        .partNumber(number))
                .copyPartResult()
                .eTag();
        return new Part(number, to - from, etag);
    }

    /**
     * Makes one object of the parts. A second time is as good as the first: when S3 no longer knows the multipart upload,
     * the object is looked at instead. Any other refusal says nothing about the bytes and goes on to the caller.
     *
     * @return false when S3 says that the parts are gone and has no object of that size either
     */
    boolean complete(String key, String multipart, List<Part> parts, long sizeBytes) {
        List<CompletedPart> completed = parts.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag(part.etag())
                        .build())
                .toList();
        try {
            s3.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(multipart)
                    .multipartUpload(upload -> upload.parts(completed)));
        } catch (S3Exception e) {
            if (!PARTS_GONE.contains(code(e))) {
                throw e;
            }
            return isThere(key, sizeBytes);
        }
        if (!isThere(key, sizeBytes)) {
            throw new IllegalStateException(key + " is not the " + sizeBytes + " bytes of its parts yet");
        }
        return true;
    }

    private boolean isThere(String key, long sizeBytes) {
        return size(key).filter(found -> found == sizeBytes).isPresent();
    }

    /** The word S3 gives for a refusal; empty when it gave none. */
    static String code(S3Exception failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /** Forgets a multipart upload and its parts; one that is not there is as good. */
    void abort(String key, String multipart) {
        try {
            s3.abortMultipartUpload(request -> request.bucket(bucket).key(key).uploadId(multipart));
        } catch (S3Exception e) {
            if (e.statusCode() != 404) {
                throw e;
            }
        }
    }

    void put(String key, PartSpool bytes) {
        stored(() -> s3.putObject(request -> request.bucket(bucket).key(key).contentType(BYTES), body(bytes)));
    }

    /** S3's word for bytes it did not take, unless what it means is that it has no room. */
    private <T> T stored(Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            if (e.statusCode() >= 500 && room.isFull()) {
                throw new NoRoomException(e);
            }
            throw e;
        }
    }

    void putEmpty(String key) {
        s3.putObject(request -> request.bucket(bucket).key(key).contentType(BYTES), RequestBody.empty());
    }

    /** Adds the bytes {@code from} (inclusive) to {@code to} (exclusive) of an object to a spool. */
    void read(String key, long from, long to, PartSpool into) {
        byte[] buffer = new byte[64 * 1024];
        long before = into.size();
        try (ResponseInputStream<GetObjectResponse> in =
                s3.getObject(request -> request.bucket(bucket).key(key).range("bytes=" + from + "-" + (to - 1)))) {
            int count = in.read(buffer);
            while (count >= 0) {
                into.append(buffer, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (into.size() - before != to - from) {
            throw new UncheckedIOException(new IOException(key + " is shorter than it was"));
        }
    }

    Optional<Long> size(String key) {
        try {
            return Optional.of(
                    s3.headObject(request -> request.bucket(bucket).key(key)).contentLength());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    void delete(String key) {
        s3.deleteObject(request -> request.bucket(bucket).key(key));
    }

    void deleteUnder(String prefix) {
        for (S3Object object : s3.listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(prefix).maxKeys(500))
                .contents()) {
            delete(object.key());
        }
    }

    /** A multipart upload that S3 holds. */
    record Open(String key, String multipart) {}

    /** Behind which multipart upload the next page begins; one of the two may be missing, as S3 said it. */
    record Behind(@Nullable String key, @Nullable String multipart) {}

    /**
     * A page of multipart uploads.
     *
     * @param after where the next page begins; empty when this was the last
     */
    record Multiparts(List<Open> open, Optional<Behind> after) {}

    /** Multipart uploads begun before a time, of those behind another; one page of so many is looked at. */
    Multiparts listMultiparts(Instant before, Optional<Behind> after, int limit) {
        ListMultipartUploadsResponse page = s3.listMultipartUploads(request -> request.bucket(bucket)
                .prefix("u/")
                .maxUploads(limit)
                .keyMarker(after.map(Behind::key).orElse(null))
                .uploadIdMarker(after.map(Behind::multipart).orElse(null)));
        List<MultipartUpload> all = page.uploads();
        return new Multiparts(
                all.stream()
                        .filter(open ->
                                open.initiated() == null || open.initiated().isBefore(before))
                        .map(open -> new Open(open.key(), open.uploadId()))
                        .toList(),
                Boolean.TRUE.equals(page.isTruncated()) && !all.isEmpty()
                        ? Optional.of(new Behind(page.nextKeyMarker(), page.nextUploadIdMarker()))
                        : Optional.empty());
    }

    /**
     * A page of tails.
     *
     * @param after the key behind which the next page begins; empty when this was the last
     */
    record Tails(List<String> keys, Optional<String> after) {}

    /** Tails written before a time, of those behind a key; one page of 1,000 is looked at. */
    Tails listTails(Instant before, Optional<String> after) {
        ListObjectsV2Response page = s3.listObjectsV2(
                request -> request.bucket(bucket).prefix("t/").maxKeys(1_000).startAfter(after.orElse(null)));
        List<S3Object> all = page.contents();
        return new Tails(
                all.stream()
                        .filter(object -> object.lastModified().isBefore(before))
                        .map(S3Object::key)
                        .toList(),
                page.isTruncated() && !all.isEmpty() ? Optional.of(all.getLast().key()) : Optional.empty());
    }

    boolean isReachable() {
        try {
            s3.headBucket(request -> request.bucket(bucket)
                    .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofMillis(900))
                            .apiCallAttemptTimeout(Duration.ofMillis(900))));
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    @Override
    public void close() {
        s3.close();
    }

    private static RequestBody body(PartSpool bytes) {
        return RequestBody.fromContentProvider(bytes::open, bytes.size(), BYTES);
    }
}
