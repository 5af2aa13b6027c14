package dev.matinee.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.matinee.kit.test.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a job sees of an S3 that is away for a while, and what the encoder may do there. */
@Timeout(60)
class MediaStoreIT {
    private static final int BYTES = 3 << 20;
    private static final MediaStore.Guard HELD = () -> {};

    @TempDir
    private Path folder = Path.of("");

    private final S3Server server = S3Server.shared();
    private final String bucket = server.newBucket();

    private MediaStore store(int port) {
        return new MediaStore(
                new EncoderConfig.S3(
                        URI.create("http://127.0.0.1:" + port),
                        server.all().access(),
                        server.all().secret(),
                        server.region(),
                        bucket),
                1L << 30);
    }

    private JobLease lease(long bytes) {
        return new JobLease(
                UUID.randomUUID(),
                1,
                1,
                "version",
                "content",
                "submission",
                bucket,
                "v/film",
                bytes,
                "",
                "",
                "",
                "",
                0);
    }

    private Path version() throws IOException {
        byte[] film = new byte[BYTES];
        new Random(1).nextBytes(film);
        Path version = Files.createDirectory(folder.resolve("version"));
        Files.write(version.resolve("film"), film);
        Files.writeString(version.resolve("master.m3u8"), "#EXTM3U");
        return version;
    }

    @Test
    void uploadAndDownload_storeAwayAtFirst_waitUntilItIsBack() throws Exception {
        Path version = version();
        AtomicInteger asked = new AtomicInteger();
        try (Line line = new Line(Long.MAX_VALUE);
                MediaStore store = store(line.port())) {
            store.upload(version, "v/", () -> {
                if (asked.incrementAndGet() == 3) {
                    assertThat(store.away()).isTrue();
                    line.open();
                }
            });
            assertThat(asked).hasValueGreaterThanOrEqualTo(4);
            assertThat(store.away()).isFalse();
            store.download(lease(BYTES), folder.resolve("source"), HELD);
        }
        assertThat(folder.resolve("source")).hasSameBinaryContentAs(version.resolve("film"));
    }

    @Test
    void download_brokenOff_beginsAgain() throws Exception {
        Path version = version();
        try (MediaStore store = store(server.endpoint().getPort())) {
            store.upload(version, "v/", HELD);
        }
        AtomicInteger asked = new AtomicInteger();
        try (Line line = new Line(BYTES / 2);
                MediaStore store = store(line.port())) {
            line.open();
            store.download(lease(BYTES), folder.resolve("source"), asked::incrementAndGet);
        }
        assertThat(asked).hasValue(2);
        assertThat(folder.resolve("source")).hasSameBinaryContentAs(version.resolve("film"));
    }

    @Test
    void download_leaseLostWhileStoreIsAway_stopsWaiting() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        JobLease lease = lease(BYTES);
        try (Line line = new Line(Long.MAX_VALUE);
                MediaStore store = store(line.port())) {
            assertThatExceptionOfType(LeaseLostException.class)
                    .isThrownBy(() -> store.download(lease, folder.resolve("source"), () -> {
                        if (asked.incrementAndGet() == 2) {
                            throw new LeaseLostException("the test");
                        }
                    }));
            assertThat(store.away()).isTrue();
        }
    }

    @Test
    void download_sourceOfAnotherSize_isRefusedAtOnce() throws Exception {
        Path version = version();
        AtomicInteger asked = new AtomicInteger();
        try (MediaStore store = store(server.endpoint().getPort())) {
            store.upload(version, "v/", HELD);
            assertThatExceptionOfType(MediaException.class)
                    .isThrownBy(
                            () -> store.download(lease(BYTES + 1), folder.resolve("source"), asked::incrementAndGet))
                    .satisfies(refused -> assertThat(refused.problem()).isEqualTo(MediaProblem.SOURCE_CHANGED));
        }
        assertThat(asked).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden, InvalidAccessKeyId",
        "403 Forbidden, AccessDenied",
        "404 Not Found, NoSuchBucket",
        "404 Not Found, NoSuchKey",
        "500 Internal Server Error, InternalError",
        "503 Service Unavailable, SlowDown"
    })
    void download_storeNotItselfAtFirst_waitsUntilItIs(String status, String code) throws Exception {
        Path version = version();
        try (MediaStore store = store(server.endpoint().getPort())) {
            store.upload(version, "v/", HELD);
        }
        try (Line line = new Line(Long.MAX_VALUE);
                MediaStore store = store(line.port())) {
            line.open();
            line.refuse(2, status, code);
            store.download(lease(BYTES), folder.resolve("source"), HELD);
            assertThat(line.refused()).isEqualTo(2);
        }
        assertThat(folder.resolve("source")).hasSameBinaryContentAs(version.resolve("film"));
    }

    @Test
    void download_sourceGone_isSaidAfterAFewQuestions() {
        AtomicInteger asked = new AtomicInteger();
        try (MediaStore store = store(server.endpoint().getPort())) {
            assertThatExceptionOfType(MediaException.class)
                    .isThrownBy(() -> store.download(lease(BYTES), folder.resolve("source"), asked::incrementAndGet))
                    .satisfies(gone -> assertThat(gone.problem()).isEqualTo(MediaProblem.SOURCE_MISSING));
        }
        assertThat(asked).hasValue(3);
    }

    /** A line to the real S3 that is dead until it is opened, and whose first answer may break off. */
    private final class Line implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final AtomicInteger calls = new AtomicInteger();
        private final long firstAnswer;
        private final AtomicInteger refusals = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private volatile String refusal = "";
        private volatile boolean open;

        Line(long firstAnswer) throws IOException {
            this.firstAnswer = firstAnswer;
            Thread.startVirtualThread(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        void open() {
            open = true;
        }

        /** Answers the next calls like this, itself. */
        void refuse(int times, String status, String code) {
            String body = "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>a test</Message></Error>";
            refusal =
                    "HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body;
            refusals.set(times);
        }

        int refused() {
            return refused.get();
        }

        private void answer(Socket client) throws IOException {
            try (client;
                    InputStream in = client.getInputStream()) {
                int newLines = 0;
                for (int next = in.read(); next >= 0 && newLines < 2; next = newLines < 2 ? in.read() : -1) {
                    newLines = next == '\n' ? newLines + 1 : next == '\r' ? newLines : 0;
                }
                client.getOutputStream().write(refusal.getBytes(StandardCharsets.UTF_8));
                refused.incrementAndGet();
            }
        }

        private void accept() {
            while (!listener.isClosed()) {
                try {
                    Socket client = listener.accept();
                    if (!open) {
                        client.close();
                        continue;
                    }
                    if (refusals.getAndDecrement() > 0) {
                        answer(client);
                        continue;
                    }
                    long most = calls.getAndIncrement() == 0 ? firstAnswer : Long.MAX_VALUE;
                    Socket s3 = new Socket(
                            InetAddress.getLoopbackAddress(), server.endpoint().getPort());
                    Thread.startVirtualThread(() -> pass(client, s3, Long.MAX_VALUE));
                    Thread.startVirtualThread(() -> pass(s3, client, most));
                } catch (IOException e) {
                    // Closed, which the loop sees.
                }
            }
        }

        private static void pass(Socket from, Socket to, long most) {
            byte[] buffer = new byte[1 << 13];
            try (from;
                    to;
                    InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                long passed = 0;
                for (int read = in.read(buffer); read >= 0 && passed < most; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    passed += read;
                }
            } catch (IOException e) {
                // Either end has hung up.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }

    private S3Client as(S3Server.Identity identity) {
        return S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(identity.access(), identity.secret())))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(configuration -> configuration.chunkedEncodingEnabled(false))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @Test
    void encodersIdentity_inUploads_readsAndNothingElse() {
        String uploads = server.newBucket("uploads");
        try (S3Client all = as(server.all());
                S3Client encoder = as(server.of("encoder"))) {
            all.putObject(request -> request.bucket(uploads).key("u/1"), RequestBody.fromString("film"));
            assertThat(encoder.getObjectAsBytes(
                                    request -> request.bucket(uploads).key("u/1"))
                            .asUtf8String())
                    .isEqualTo("film");
            assertThat(List.<Consumer<S3Client>>of(
                            s3 -> s3.deleteObject(
                                    request -> request.bucket(uploads).key("u/1")),
                            s3 -> s3.putObject(
                                    request -> request.bucket(uploads).key("u/2"), RequestBody.fromString("film")),
                            s3 -> s3.listObjectsV2(request -> request.bucket(uploads)),
                            s3 -> s3.createBucket(request -> request.bucket("new"))))
                    .allSatisfy(call -> assertThatExceptionOfType(S3Exception.class)
                            .isThrownBy(() -> call.accept(encoder))
                            .satisfies(
                                    refusal -> assertThat(refusal.statusCode()).isEqualTo(403)));
            assertThat(all.listObjectsV2(request -> request.bucket(uploads)).contents())
                    .hasSize(1);
        }
    }
}
