package dev.matinee.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the Consul agent of this machine knows of the running platform. */
final class ConsulAgent {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI AGENT = URI.create("http://127.0.0.1:8500");

    private final HttpClient client = HttpClient.newHttpClient();

    /** The addresses of a service's instances that pass their checks. */
    List<URI> instances(String service) throws IOException, InterruptedException {
        List<URI> addresses = new ArrayList<>();
        for (JsonNode entry : ask("/v1/health/service/" + service + "?passing")) {
            JsonNode registered = entry.get("Service");
            addresses.add(URI.create("http://" + registered.get("Address").asText() + ":"
                    + registered.get("Port").asInt()));
        }
        return addresses;
    }

    /** The ids of a service's instances that are registered and fail a check. */
    List<String> failing(String service) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (JsonNode check : ask("/v1/health/checks/" + service)) {
            if (!check.get("Status").asText().equals("passing")) {
                ids.add(check.get("ServiceID").asText());
            }
        }
        return ids;
    }

    private JsonNode ask(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(AGENT.resolve(path))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("Consul answers " + answer.statusCode() + " to " + path);
        }
        return JSON.readTree(answer.body());
    }
}
