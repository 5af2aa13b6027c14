package dev.matinee.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What is in the buckets, into a {@link Pool}: only what no earlier copy has. */
final class ObjectCopy {
    private static final int AT_ONCE = 4;

    private final Map<String, S3Client> buckets;
    private final Pool pool;
    private final Consumer<String> progress;
    private final AtomicLong copied = new AtomicLong();
    private final AtomicLong copiedBytes = new AtomicLong();

    /**
     * @param buckets who may list and read each
     */
    ObjectCopy(Map<String, S3Client> buckets, Pool pool, Consumer<String> progress) {
        this.buckets = Map.copyOf(buckets);
        this.pool = pool;
        this.progress = progress;
    }

    /**
     * Copies what is there now. An object that goes away meanwhile is left out.
     *
     * @param known what earlier copies have
     * @return what is there, by {@link StoredObject#name()}
     */
    Map<String, StoredObject> copy(Collection<StoredObject> known) {
        var before = new HashMap<String, StoredObject>();
        known.forEach(it -> before.put(it.name(), it));
        var all = new TreeMap<String, StoredObject>();
        new TreeMap<>(buckets).forEach((bucket, s3) -> all.putAll(bucket(bucket, s3, before)));
        return all;
    }

    long copied() {
        return copied.get();
    }

    long copiedBytes() {
        return copiedBytes.get();
    }

    private Map<String, StoredObject> bucket(String bucket, S3Client s3, Map<String, StoredObject> before) {
        try {
            var kept = new HashMap<String, StoredObject>();
            var wanted = new ArrayList<S3Object>();
            for (var object :
                    s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()) {
                var earlier = before.get(bucket + "/" + object.key());
                if (earlier != null && same(earlier, object) && pool.has(earlier.sha256(), earlier.bytes())) {
                    kept.put(earlier.name(), earlier);
                } else {
                    wanted.add(object);
                }
            }
            // Each of a few threads takes its share, so that no more than those are under way.
            Tasks.all(IntStream.range(0, AT_ONCE).boxed().toList(), share -> {
                        var mine = new ArrayList<StoredObject>();
                        for (var i = (int) share; i < wanted.size(); i += AT_ONCE) {
                            one(bucket, s3, wanted.get(i)).ifPresent(mine::add);
                        }
                        return mine;
                    })
                    .stream()
                    .flatMap(List::stream)
                    .forEach(it -> kept.put(it.name(), it));
            return kept;
        } catch (SdkException e) {
            throw CliError.failed("the bucket " + bucket + " could not be copied: " + e.getMessage()
                    + "; what was copied stays, and ./matinee backup goes on from there");
        }
    }

    private static boolean same(StoredObject earlier, S3Object object) {
        return earlier.bytes() == object.size() && earlier.etag().equals(object.eTag());
    }

    private Optional<StoredObject> one(String bucket, S3Client s3, S3Object object) {
        try (var content = s3.getObject(request -> request.bucket(bucket).key(object.key()))) {
            var answer = content.response();
            var name = pool.put(content);
            if (!pool.has(name, answer.contentLength())) {
                throw CliError.failed(
                        "S3 broke off within " + bucket + "/" + object.key() + "; ./matinee backup goes on from there");
            }
            copied.incrementAndGet();
            copiedBytes.addAndGet(answer.contentLength());
            progress.accept(copied + " objects, " + (copiedBytes.get() >> 20) + " MiB");
            return Optional.of(new StoredObject(
                    bucket,
                    object.key(),
                    answer.contentLength(),
                    answer.eTag(),
                    name,
                    Objects.requireNonNullElse(answer.contentType(), "application/octet-stream"),
                    Objects.requireNonNullElse(answer.cacheControl(), "")));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
