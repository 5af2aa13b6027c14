package dev.matinee.cli;

import dev.matinee.kit.s3.S3Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * SeaweedFS over a data directory, by the platform's own scripts, while the platform does not run. Who may do everything is one
 * that only this command knows; without credentials the public buckets are read, as on the platform.
 */
final class ScratchStore implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int AT_ONCE = 4;

    private final OwnServer server;
    private final URI endpoint;
    private final S3Client s3;

    private ScratchStore(OwnServer server, URI endpoint, S3Client s3) {
        this.server = server;
        this.endpoint = endpoint;
        this.s3 = s3;
    }

    /**
     * @param scripts the job's folder with {@code start.sh} and {@code buckets.sh}
     * @param home where {@code weed} is
     * @param data the data directory
     * @param work for configuration and logs
     */
    static ScratchStore start(Path scripts, Path home, Path data, Path work, List<String> buckets) {
        var secret = secret();
        Checkout.made(work);
        Json.storeText(work.resolve("s3.json"), """
                {"identities": [
                  {"name": "anonymous", "actions": ["Read:media", "Read:web"]},
                  {"name": "restore", "credentials": [{"accessKey": "restore", "secretKey": "%s"}],
                   "actions": ["Admin", "Read", "Write", "List", "Tagging"]}]}
                """.formatted(secret));
        var environment = new HashMap<String, String>();
        environment.put("WEED_HOME", home.toString());
        environment.put("WEED_DATA", data.toString());
        for (var key : List.of("SIGNING_KEY", "SIGNING_READ_KEY", "FILER_SIGNING_KEY", "FILER_SIGNING_READ_KEY")) {
            environment.put("WEED_JWT_" + key, secret);
        }
        environment.put("NOMAD_SECRETS_DIR", work.toString());
        environment.put("NOMAD_IP_s3", "127.0.0.1");
        for (var port : List.of(
                "s3", "s3_grpc", "master", "master_grpc", "volume", "volume_grpc", "filer", "filer_grpc", "metrics")) {
            environment.put("NOMAD_PORT_" + port, Integer.toString(State.anyFreePort()));
        }
        environment.put("BUCKETS", String.join(" ", buckets));
        var endpoint = URI.create("http://127.0.0.1:" + environment.get("NOMAD_PORT_s3"));
        var server = OwnServer.start(
                "seaweedfs",
                List.of("/bin/sh", scripts.resolve("start.sh").toString()),
                environment,
                work.resolve("seaweedfs.log"));
        // S3 answers before anything can be read or written, so the master is asked for a place too.
        var place = URI.create("http://127.0.0.1:" + environment.get("NOMAD_PORT_master") + "/dir/assign");
        server.await(
                PATIENCE,
                () -> answer(endpoint.resolve("/healthz")).isPresent()
                        && answer(place).filter(it -> it.contains("\"fid\"")).isPresent());
        var making =
                Exec.of("/bin/sh", scripts.resolve("buckets.sh").toString()).within(PATIENCE);
        for (var entry : environment.entrySet()) {
            making = making.with(entry.getKey(), entry.getValue());
        }
        making.logged(work.resolve("buckets.log"), "the buckets could not be made");
        var s3 = new S3Settings(endpoint, "us-east-1", "restore", secret)
                .client(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(1),
                        limits -> limits.apiCallTimeout(Duration.ofMinutes(30)));
        return new ScratchStore(server, endpoint, s3);
    }

    private static String secret() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Optional<String> answer(URI address) {
        try {
            return Optional.of(Http.get(address)).filter(Http.Answer::ok).map(Http.Answer::body);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    URI endpoint() {
        return endpoint;
    }

    S3Client s3() {
        return s3;
    }

    /** Puts all of these into their buckets; each is compared with what it was when it was kept. */
    void fill(List<StoredObject> objects, Pool pool, Consumer<String> progress) {
        var done = new AtomicLong();
        try {
            Tasks.all(IntStream.range(0, AT_ONCE).boxed().toList(), share -> {
                for (var i = (int) share; i < objects.size(); i += AT_ONCE) {
                    put(objects.get(i), pool);
                    progress.accept(done.incrementAndGet() + " of " + objects.size());
                }
                return share;
            });
        } catch (SdkException e) {
            throw CliError.failed("an object could not be brought back: " + e.getMessage());
        }
    }

    private void put(StoredObject object, Pool pool) {
        var file = pool.checked(object.sha256());
        s3.putObject(
                request -> {
                    request.bucket(object.bucket()).key(object.key()).contentType(object.type());
                    if (!object.cache().isEmpty()) {
                        request.cacheControl(object.cache());
                    }
                },
                RequestBody.fromFile(file));
    }

    @Override
    public void close() {
        s3.close();
        server.close();
    }
}
