package dev.matinee.upload;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether S3 has room. SeaweedFS's S3 answers a full disk with the 500 it has for everything, so its counters are asked, which
 * know the volumes: it is full when its disk is, or when there may be no other volume beside those that took no bytes. A client
 * does not try again then, so in doubt there is room.
 */
final class StorageRoom {
    private static final System.Logger LOG = System.getLogger(StorageRoom.class.getName());
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final String VOLUMES = "SeaweedFS_volumeServer_volumes{";
    private static final String READ_ONLY = "SeaweedFS_volumeServer_read_only_volumes{";
    private static final String MOST = "SeaweedFS_volumeServer_max_volumes ";

    private final Optional<URI> counters;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** @param counters where SeaweedFS tells Prometheus; empty for another S3, which has a word of its own for it */
    StorageRoom(Optional<URI> counters) {
        this.counters = counters;
    }

    /** To be asked when S3 took no bytes: whether that is for want of room. */
    boolean isFull() {
        return counters.map(this::ask).orElse(false);
    }

    private boolean ask(URI at) {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(at).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && isFull(answer.body());
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "SeaweedFS does not say whether there is room", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What counters in Prometheus's text say; a server that is starting has none of these. */
    static boolean isFull(String counters) {
        double most = sum(counters, MOST, "");
        return sum(counters, READ_ONLY, "type=\"isDiskSpaceLow\"") > 0
                || (most > 0 && sum(counters, VOLUMES, "type=\"volume\"") >= most);
    }

    private static double sum(String counters, String name, String label) {
        return counters.lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** S3 has no room for bytes. */
    static final class NoRoomException extends RuntimeException {
        NoRoomException(Throwable cause) {
            super("S3 has no room", cause);
        }
    }
}
