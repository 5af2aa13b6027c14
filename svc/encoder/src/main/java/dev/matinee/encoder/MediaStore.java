package dev.matinee.encoder;

import dev.matinee.kit.http.ChildSpan;
import dev.matinee.kit.http.Sha256;
import dev.matinee.kit.s3.S3Settings;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The S3 side of a job: its source comes down, its version goes up, orphans go away. */
final class MediaStore implements AutoCloseable {
    // A segment of six seconds takes a tenth of it at most.
    private static final int MAX_READ = 64 << 20;
    private static final System.Logger LOG = System.getLogger(MediaStore.class.getName());
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SOCKET = Duration.ofSeconds(30);
    // Of any one call with its repetitions; the body of a download is bounded by the socket's, a PUT by its own.
    private static final Duration CALL = Duration.ofMinutes(1);
    private static final Duration PUT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int UPLOADS_AT_ONCE = 4;
    // A store that comes back may not know of everything at once.
    private static final int ASKED_FOR_MISSING = 3;
    private static final Set<Integer> PASSING = Set.of(401, 403, 404, 429);
    private static final String FOREVER = "public, max-age=31536000, immutable";

    private final S3Client s3;
    private final String bucket;
    private final long maxSourceBytes;
    private volatile boolean away;

    MediaStore(EncoderConfig.S3 settings, long maxSourceBytes) {
        this.bucket = settings.bucket();
        this.maxSourceBytes = maxSourceBytes;
        this.s3 = new S3Settings(settings.endpoint(), settings.region(), settings.access(), settings.secret())
                .client(CONNECT, SOCKET, limits -> limits.apiCallTimeout(CALL));
    }

    /** Asked before every call; may throw to stop before the next one. */
    interface Guard {
        void check() throws LeaseLostException, InterruptedException;
    }

    private interface Call {
        void make() throws IOException, MediaException;
    }

    /** Whether S3 was away when it was last asked for a job's sake. */
    boolean away() {
        return away;
    }

    /** Fetches the source, and makes sure it is what was submitted. Waits while S3 is away. */
    void download(JobLease lease, Path file, Guard guard)
            throws IOException, MediaException, LeaseLostException, InterruptedException {
        if (lease.sourceBytes() > maxSourceBytes) {
            throw new MediaException(MediaProblem.TOO_LARGE, lease.sourceBytes() + " bytes");
        }
        for (int missing = 1; ; missing++) {
            try (ChildSpan _ = ChildSpan.begin("s3 download")) {
                waiting(guard, () -> fetch(lease, file));
                return;
            } catch (NoSuchKeyException e) {
                if (missing == ASKED_FOR_MISSING) {
                    throw new MediaException(MediaProblem.SOURCE_MISSING, lease.sourceKey(), e);
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private void fetch(JobLease lease, Path file) throws IOException, MediaException {
        MessageDigest digest = Sha256.digest();
        long bytes;
        try (ResponseInputStream<GetObjectResponse> source = s3.getObject(
                        request -> request.bucket(lease.sourceBucket()).key(lease.sourceKey()));
                OutputStream target = new DigestOutputStream(Files.newOutputStream(file), digest)) {
            bytes = copy(source, target, lease.sourceBytes());
            long promised = source.response().contentLength();
            if (bytes < promised && promised == lease.sourceBytes()) {
                throw brokenOff(new EOFException(bytes + " of " + promised + " bytes"));
            }
        }
        if (bytes != lease.sourceBytes()) {
            throw new MediaException(MediaProblem.SOURCE_CHANGED, bytes + " bytes, not " + lease.sourceBytes());
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        if (!lease.sourceSha256().isEmpty() && !hash.equals(lease.sourceSha256())) {
            throw new MediaException(MediaProblem.SOURCE_CHANGED, "another SHA-256");
        }
    }

    /**
     * Writes all files of a folder; the master playlist last, so that what can be named can also be played. Waits while S3 is
     * away.
     */
    void upload(Path folder, String prefix, Guard guard)
            throws IOException, MediaException, LeaseLostException, InterruptedException {
        List<Path> files = new ArrayList<>(Folders.files(folder));
        if (files.isEmpty()) {
            return;
        }
        try (ChildSpan _ = ChildSpan.begin("s3 upload")) {
            uploadAll(files, folder, prefix, guard);
        }
    }

    private void uploadAll(List<Path> files, Path folder, String prefix, Guard guard)
            throws IOException, MediaException, LeaseLostException, InterruptedException {
        files.sort(Comparator.comparing(file -> file.endsWith("master.m3u8")));
        Path master = files.removeLast();
        try (ExecutorService uploads =
                Executors.newFixedThreadPool(UPLOADS_AT_ONCE, Thread.ofVirtual().factory())) {
            List<Future<?>> running = new ArrayList<>();
            try {
                for (Path file : files) {
                    running.add(uploads.submit(() -> {
                        waiting(guard, () -> put(file, prefix + folder.relativize(file)));
                        return file;
                    }));
                }
                for (Future<?> upload : running) {
                    upload.get();
                }
            } catch (ExecutionException e) {
                throw cause(e);
            } finally {
                uploads.shutdownNow();
            }
        }
        waiting(guard, () -> put(master, prefix + folder.relativize(master)));
    }

    /**
     * Copies a small object within the bucket, through here: not every S3 server lets one who may read and write copy.
     * Waits while S3 is away.
     */
    void copy(String from, String to, Guard guard)
            throws IOException, MediaException, LeaseLostException, InterruptedException {
        waiting(guard, () -> {
            byte[] bytes = s3.getObjectAsBytes(request -> request.bucket(bucket).key(from))
                    .asByteArray();
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(to)
                            .contentType(contentType(to))
                            .cacheControl(FOREVER),
                    RequestBody.fromBytes(bytes));
        });
    }

    /** Reads a small object of what is published. Waits while S3 is away. */
    byte[] read(String key, Guard guard) throws IOException, MediaException, LeaseLostException, InterruptedException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            waiting(guard, () -> {
                bytes.reset();
                try (ResponseInputStream<GetObjectResponse> object =
                        s3.getObject(request -> request.bucket(bucket).key(key))) {
                    copy(object, bytes, MAX_READ);
                }
            });
        } catch (NoSuchKeyException e) {
            throw new MediaException(MediaProblem.SOURCE_MISSING, key, e);
        }
        if (bytes.size() > MAX_READ) {
            throw new MediaException(MediaProblem.TOO_LARGE, key);
        }
        return bytes.toByteArray();
    }

    // An outage is not the film's: it must not cost a try, nor the hours that were encoded already.
    private void waiting(Guard guard, Call call)
            throws IOException, MediaException, LeaseLostException, InterruptedException {
        while (true) {
            guard.check();
            try {
                call.make();
                away = false;
                return;
            } catch (SdkException | UncheckedIOException e) {
                // The SDK lets the latter through where the connection breaks before a body was sent.
                away = isAway(e);
                if (!away) {
                    throw e;
                }
                LOG.log(Level.WARNING, "waiting for S3: {0}", e.toString());
                Thread.sleep(PAUSE);
            }
        }
    }

    // What a later time may mend: no connection, no answer in time, or an answer that says so. So does one that refuses
    // us, or knows no such bucket: that is a store without its settings, and no film's fault; the job's deadline bounds
    // it.
    // Neither an object that is not there nor a local file that cannot be read.
    private static boolean isAway(RuntimeException failure) {
        return switch (failure) {
            case AbortedException stopped -> false;
            case NoSuchKeyException gone -> false;
            case S3Exception answer -> answer.statusCode() >= 500 || PASSING.contains(answer.statusCode());
            case ApiCallTimeoutException late -> true;
            default ->
                Stream.iterate(failure.getCause(), Objects::nonNull, Throwable::getCause)
                        .limit(10)
                        .anyMatch(cause -> cause instanceof IOException && !(cause instanceof FileSystemException));
        };
    }

    /** Deletes everything under a prefix that ends with a slash. */
    void delete(String prefix) {
        while (true) {
            List<ObjectIdentifier> found =
                    s3
                            .listObjectsV2(request ->
                                    request.bucket(bucket).prefix(prefix).maxKeys(1000))
                            .contents()
                            .stream()
                            .map(object ->
                                    ObjectIdentifier.builder().key(object.key()).build())
                            .toList();
            if (found.isEmpty()) {
                return;
            }
            boolean failed = s3.deleteObjects(request -> request.bucket(bucket)
                            .delete(delete -> delete.objects(found).quiet(true)))
                    .hasErrors();
            if (failed) {
                throw SdkException.create("objects under " + prefix + " could not be deleted", null);
            }
        }
    }

    boolean reachable() {
        try {
            s3.headBucket(request -> request.bucket(bucket)
                    .overrideConfiguration(override -> override.apiCallTimeout(Duration.ofMillis(900))));
            return true;
        } catch (S3Exception e) {
            // It answers; that the bucket is not there yet is not ours to wait for.
            return e.statusCode() < 500;
        } catch (SdkException e) {
            return false;
        }
    }

    @Override
    public void close() {
        s3.close();
    }

    private void put(Path file, String key) {
        s3.putObject(
                request -> request.bucket(bucket)
                        .key(key)
                        .contentType(contentType(key))
                        .cacheControl(FOREVER)
                        .overrideConfiguration(override -> override.apiCallTimeout(PUT)),
                RequestBody.fromFile(file));
    }

    private static long copy(InputStream source, OutputStream target, long expected) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long bytes = 0;
        for (int read = read(source, buffer); read >= 0 && bytes <= expected; read = read(source, buffer)) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while downloading");
            }
            target.write(buffer, 0, read);
            bytes += read;
        }
        return bytes;
    }

    // Apart from writing, so that a full disk is not taken for S3's.
    private static int read(InputStream source, byte[] buffer) {
        try {
            return source.read(buffer);
        } catch (IOException e) {
            throw brokenOff(e);
        }
    }

    private static SdkException brokenOff(IOException cause) {
        return SdkClientException.create("the source broke off", cause);
    }

    private static RuntimeException cause(ExecutionException failure)
            throws IOException, MediaException, LeaseLostException, InterruptedException {
        return switch (failure.getCause()) {
            case LeaseLostException lost -> throw lost;
            case InterruptedException interrupted -> throw interrupted;
            case IOException io -> throw io;
            case MediaException media -> throw media;
            case RuntimeException runtime -> runtime;
            case null, default -> new IllegalStateException(failure);
        };
    }

    private static String contentType(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "m3u8" -> "application/vnd.apple.mpegurl";
            case "m4s" -> "video/iso.segment";
            case "mp4" -> "video/mp4";
            case "webp" -> "image/webp";
            case "jpg" -> "image/jpeg";
            case "vtt" -> "text/vtt";
            case "json" -> "application/json";
            default -> "application/octet-stream";
        };
    }
}
