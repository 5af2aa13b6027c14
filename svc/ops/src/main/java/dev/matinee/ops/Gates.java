package dev.matinee.ops;

import dev.matinee.kit.http.Json;
import dev.matinee.kit.http.ProblemException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Has gate refuse somebody's tokens that were made until now. It is asked with the operator's own token, who may do so. */
final class Gates {
    private static final System.Logger LOG = System.getLogger(Gates.class.getName());

    private final List<URI> gates;
    private final HttpClient client;
    private final Duration timeout;

    Gates(List<URI> gates, HttpClient client, Duration timeout) {
        this.gates = gates;
        this.client = client;
        this.timeout = timeout;
    }

    /** @throws ProblemException when no gate does so */
    void revoke(String subject, String authorization) {
        byte[] body = Json.write(Map.of("subject", subject));
        for (URI gate : gates) {
            try {
                HttpResponse<Void> response = client.send(
                        HttpRequest.newBuilder(gate.resolve("/api/gate/v1/revocations"))
                                .timeout(timeout)
                                .header("Content-Type", "application/json")
                                .header("Authorization", authorization)
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build(),
                        BodyHandlers.discarding());
                if (response.statusCode() / 100 == 2) {
                    return;
                }
                LOG.log(Level.WARNING, "gate answers {0} to a revocation", response.statusCode());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "gate does not take a revocation", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw ProblemException.of(OpsError.SESSIONS_LIVE);
    }
}
