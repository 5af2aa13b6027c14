package dev.matinee.cli;

import dev.matinee.kit.s3.S3Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** The built web app in the bucket the CDN serves it from. */
final class WebBucket {
    private static final String BUCKET = "web";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("wasm", "application/wasm"),
            Map.entry("txt", "text/plain; charset=utf-8"));

    private final S3Client s3;

    private WebBucket(S3Client s3) {
        this.s3 = s3;
    }

    static WebBucket of(Map<String, String> secrets) {
        var address = Health.of("seaweedfs")
                .passing()
                .orElseThrow(
                        () -> CliError.unhealthy("seaweedfs is not healthy, so the web app cannot be put into it"));
        var secret = secrets.getOrDefault("s3_release", "");
        return new WebBucket(new S3Settings(URI.create("http://" + address), "us-east-1", "release", secret)
                .client(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        limits -> limits.apiCallTimeout(Duration.ofMinutes(5))));
    }

    /** Assets first and the pages that name them last, so that no page ever names what is not there yet. */
    int publish(Path dist) {
        try (var files = Files.walk(dist)) {
            var all = files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing((Path file) -> !assets(dist, file)))
                    .toList();
            awaitBucket();
            for (var file : all) {
                put(dist, file);
            }
            return all.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SdkException e) {
            throw CliError.failed("the web app could not be put into the bucket " + BUCKET + ": " + e.getMessage());
        }
    }

    // The job that makes the buckets may still be at it when the server already answers.
    private void awaitBucket() {
        var there = Wait.until(Duration.ofSeconds(60), Duration.ofMillis(300), () -> {
            try {
                s3.headBucket(request -> request.bucket(BUCKET));
                return true;
            } catch (NoSuchBucketException e) {
                return false;
            }
        });
        if (!there) {
            throw CliError.unhealthy("the bucket " + BUCKET + " was not made");
        }
    }

    private void put(Path dist, Path file) throws IOException {
        var key = dist.relativize(file).toString();
        var cache = assets(dist, file) ? "public, max-age=31536000, immutable" : "no-cache";
        s3.putObject(
                request ->
                        request.bucket(BUCKET).key(key).contentType(type(key)).cacheControl(cache),
                RequestBody.fromBytes(Files.readAllBytes(file)));
    }

    /** Vite puts what carries a hash of its content in its name into this directory, and nothing else. */
    private static boolean assets(Path dist, Path file) {
        return dist.relativize(file).startsWith("assets");
    }

    static String type(String name) {
        return TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }
}
