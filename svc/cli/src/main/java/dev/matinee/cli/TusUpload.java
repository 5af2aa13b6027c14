package dev.matinee.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** A tus 1.0.0 client: creation, asking for the offset, pieces with a checksum; goes on after anything that may pass. */
final class TusUpload {
    private static final int PIECE_BYTES = 16 * 1024 * 1024;
    private static final int LEAST_PIECE_BYTES = 1024 * 1024;
    private static final int TRIES_WITHOUT_PROGRESS = 8;
    private static final Duration PIECE_LIMIT = Duration.ofMinutes(10);
    private static final URI COLLECTION = URI.create("/api/upload/v1/files");

    private final Gateway gateway;
    private final Path file;

    TusUpload(Gateway gateway, Path file) {
        this.gateway = gateway;
        this.file = file;
    }

    /** Makes the upload and answers its address. */
    String create(Map<String, String> metadata) throws IOException {
        var answer = gateway.send(tus(gateway.at(COLLECTION.toString()))
                .header("upload-length", Long.toString(Files.size(file)))
                .header("upload-metadata", encoded(metadata))
                .POST(BodyPublishers.noBody())
                .build());
        var location = answer.headers().firstValue("location");
        if (answer.status() != 201 || location.isEmpty()) {
            throw Gateway.refusal("the upload", answer);
        }
        return gateway.at(COLLECTION.toString()).resolve(location.get()).toString();
    }

    static String encoded(Map<String, String> metadata) {
        return new LinkedHashMap<>(metadata)
                .entrySet().stream()
                        .map(it -> it.getKey() + " "
                                + Base64.getEncoder()
                                        .encodeToString(it.getValue().getBytes(StandardCharsets.UTF_8)))
                        .collect(Collectors.joining(","));
    }

    /** How much the server holds; empty when it no longer knows the upload. */
    OptionalLong offset(String url) throws IOException {
        var answer = Http.send(
                tus(URI.create(url)).method("HEAD", BodyPublishers.noBody()).build());
        if (answer.status() == 404 || answer.status() == 410) {
            return OptionalLong.empty();
        }
        if (!answer.ok()) {
            throw failure("asking for the upload's offset", answer);
        }
        return OptionalLong.of(
                answer.headers().firstValueAsLong("upload-offset").orElse(0));
    }

    /** Sends what the server does not hold yet. The consumer hears how much is sent; false = the upload is gone. */
    boolean send(String url, LongConsumer progress) throws IOException {
        var size = Files.size(file);
        var failures = 0;
        var reached = -1L;
        var pieceBytes = PIECE_BYTES;
        Optional<IOException> last = Optional.empty();
        while (failures < TRIES_WITHOUT_PROGRESS) {
            try {
                var offset = offset(url);
                if (offset.isEmpty()) {
                    return false;
                }
                var at = offset.getAsLong();
                failures = at > reached ? 0 : failures;
                reached = at;
                while (at < size) {
                    at = piece(url, at, Math.min(pieceBytes, size - at), progress);
                }
                progress.accept(size);
                return true;
            } catch (IOException e) {
                last = Optional.of(e);
                failures++;
                // A checksum counts for a whole piece, and a slow line does not get a large one through in a minute.
                pieceBytes = Math.max(LEAST_PIECE_BYTES, pieceBytes / 2);
                Wait.pause(Duration.ofMillis(Math.min(10_000, 250L << failures)));
            }
        }
        throw CliError.unhealthy("the upload stopped at " + reached + " of " + size + " bytes ("
                + last.map(Throwable::getMessage).orElse("") + "); run the same command again to go on");
    }

    private long piece(String url, long offset, long length, LongConsumer progress) throws IOException {
        var bytes = read(offset, (int) length);
        var counting = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] buffer, int from, int length) {
                var count = super.read(buffer, from, length);
                progress.accept(offset + bytes.length - available());
                return count;
            }
        };
        var answer = Http.send(tus(URI.create(url))
                .timeout(PIECE_LIMIT)
                .header("content-type", "application/offset+octet-stream")
                .header("upload-offset", Long.toString(offset))
                .header("upload-checksum", "sha256 " + sha256(bytes))
                .method(
                        "PATCH",
                        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> counting), bytes.length))
                .build());
        if (answer.status() == 204) {
            return answer.headers().firstValueAsLong("upload-offset").orElse(offset + bytes.length);
        }
        throw failure("the upload", answer);
    }

    /** Returns what another try may mend, throws what it cannot. */
    private static IOException failure(String what, Http.Answer answer) {
        if (passing(answer)) {
            return new IOException("status " + answer.status());
        }
        throw Gateway.refusal(what, answer);
    }

    /** Whether another try can help: the server is busy or away, somebody holds the lock, the offset moved, bits flipped. */
    private static boolean passing(Http.Answer answer) {
        return switch (answer.status()) {
            case 409, 423, 429, 460 -> true;
            case 507 -> false;
            default -> answer.status() >= 500;
        };
    }

    private byte[] read(long offset, int length) throws IOException {
        var buffer = ByteBuffer.allocate(length);
        try (var channel = FileChannel.open(file)) {
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                // A read may give less than asked for.
            }
        }
        if (buffer.hasRemaining()) {
            throw CliError.failed(file + " became shorter while it was sent");
        }
        return buffer.array();
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder tus(URI uri) {
        return gateway.request(uri).header("tus-resumable", "1.0.0");
    }
}
