package dev.matinee.upload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.http.Json;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether S3 has room. SeaweedFS's S3 answers a full disk with the 500 it has for everything, so its master is asked, which
 * knows the volumes. A full one sees to it that nobody tries again at once, so in doubt there is room.
 */
final class StorageRoom {
    private static final System.Logger LOG = System.getLogger(StorageRoom.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Optional<URI> status;
    private final String bucket;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** @param master where SeaweedFS's master answers; empty for another S3, which has a word of its own for it */
    StorageRoom(Optional<URI> master, String bucket) {
        this.status = master.map(at -> at.resolve("/dir/status"));
        this.bucket = bucket;
    }

    /** Whether the bucket has no volume that takes bytes and there is no place for another. */
    boolean isFull() {
        return status.map(this::ask).orElse(false);
    }

    private boolean ask(URI at) {
        try {
            HttpResponse<byte[]> answer = client.send(
                    HttpRequest.newBuilder(at).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == 200 && isFull(Json.mapper().readTree(answer.body()), bucket);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "SeaweedFS's master does not say whether there is room", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A master without a volume server has no volumes at all: that one is starting or away, not full. */
    static boolean isFull(JsonNode status, String bucket) {
        JsonNode topology = status.path("Topology");
        if (topology.path("Max").asLong() == 0 || topology.path("Free").asLong() > 0) {
            return false;
        }
        for (JsonNode layout : topology.path("Layouts")) {
            if (layout.path("collection").asText().equals(bucket)
                    && !layout.path("writables").isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** S3 has no room for bytes. */
    static final class NoRoomException extends RuntimeException {
        NoRoomException(Throwable cause) {
            super("S3 has no room", cause);
        }
    }
}
