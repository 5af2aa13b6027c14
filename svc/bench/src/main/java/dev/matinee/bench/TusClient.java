package dev.matinee.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Uploads by tus 1.0, in a process of its own so that it can have the other core: {@code URL TOKEN MEBIBYTES COUNT AT_ONCE},
 * where the token {@code -} is none. Prints the MiB a second of all together.
 */
public final class TusClient {
    private static final int BLOCK = 1 << 20;
    private static final Duration LIMIT = Duration.ofMinutes(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI files;
    private final String token;
    private final int mebibytes;
    private final byte[] block = new byte[BLOCK];

    private TusClient(URI files, String token, int mebibytes) {
        this.files = files;
        this.token = token;
        this.mebibytes = mebibytes;
        new Random(7).nextBytes(block);
    }

    public static void main(String[] args) throws Exception {
        TusClient uploads = new TusClient(URI.create(args[0]), args[1], Integer.parseInt(args[2]));
        int count = Integer.parseInt(args[3]);
        long begun = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(args[4]))) {
            List<Future<?>> all = new ArrayList<>();
            for (int upload = 0; upload < count; upload++) {
                all.add(threads.submit(() -> {
                    uploads.upload();
                    return true;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.println((double) count * uploads.mebibytes / seconds);
        System.exit(0);
    }

    private void upload() throws IOException, InterruptedException {
        long length = (long) mebibytes * BLOCK;
        HttpResponse<String> created = send(
                request(files).header("Upload-Length", String.valueOf(length)).POST(BodyPublishers.noBody()));
        String location = created.headers().firstValue("Location").orElse("");
        if (created.statusCode() != 201 || location.isEmpty()) {
            throw new IOException("no upload: " + created.statusCode() + " " + created.body());
        }
        HttpResponse<String> sent = send(request(files.resolve(location))
                .header("Upload-Offset", "0")
                .header("Content-Type", "application/offset+octet-stream")
                .method("PATCH", BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::body), length)));
        if (sent.statusCode() != 204) {
            throw new IOException("not taken: " + sent.statusCode() + " " + sent.body());
        }
    }

    private HttpRequest.Builder request(URI address) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(LIMIT).header("Tus-Resumable", "1.0.0");
        return token.equals("-") ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private InputStream body() {
        return new InputStream() {
            private long left = (long) mebibytes * BLOCK;

            @Override
            public int read() {
                return left-- > 0 ? 7 : -1;
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (left <= 0) {
                    return -1;
                }
                int at = (int) (left % BLOCK);
                int count = (int) Math.min(Math.min(length, BLOCK - at), left);
                System.arraycopy(block, at, into, from, count);
                left -= count;
                return count;
            }
        };
    }
}
