package dev.matinee.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Zipkin holds of a publish on the platform that runs on this machine. */
@Tag("stack")
class PublishTraceIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final Member member = Member.fromEnvironment();
    private final ConsulAgent consul = new ConsulAgent();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void publish_fromTheFirstRequestToTheEncoder_isOneTrace() throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        member.traceAs(trace);
        String id = member.createVideo("One trace");
        try {
            member.upload(id, Film.make(folder, 4));
            await(() -> member.video(id).get("state").asText().equals("ready"));

            Set<String> every = Set.of("traefik", "gate", "upload", "catalog", "encoder");
            await(() -> servicesOf(trace).containsAll(every));
            assertThat(servicesOf(trace)).containsAll(every);
        } finally {
            member.delete(id);
        }
    }

    private Set<String> servicesOf(String trace) throws IOException, InterruptedException {
        URI zipkin = consul.instances("zipkin").getFirst();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(zipkin.resolve("/api/v2/trace/" + trace))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        Set<String> services = new TreeSet<>();
        if (answer.statusCode() == 200) {
            for (JsonNode span : JSON.readTree(answer.body())) {
                services.add(span.at("/localEndpoint/serviceName").asText());
            }
        }
        return services;
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(condition);
    }
}
