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
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
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
    void publish_fromTheFirstRequestToTheFilmThatIsReady_isOneTrace() throws Exception {
        String trace = UUID.randomUUID().toString().replace("-", "");
        member.traceAs(trace);
        String id = member.createVideo("One trace");
        try {
            member.upload(id, Film.make(folder, 4));
            patiently().until(() -> member.video(id).get("state").asText().equals("ready"));

            patiently()
                    .untilAsserted(() -> assertThat(missing(spansOf(trace)))
                            .as("not in the trace")
                            .isEmpty());
        } finally {
            member.delete(id);
        }
    }

    /** What of a publish is not in its trace yet. */
    private static Set<String> missing(JsonNode spans) {
        Set<String> missing = new TreeSet<>(Set.of(
                "traefik",
                "gate",
                "upload",
                "catalog",
                "encoder",
                "upload's statements",
                "catalog's statements",
                "encoder's statements",
                "upload sends upload.completed",
                "catalog handles upload.completed",
                "catalog sends content.video.submitted",
                "encoder handles content.video.submitted",
                "encoder sends encode.task",
                "gate asks Redis",
                "upload locks in Redis",
                "catalog forgets in Redis",
                "encoder runs ffprobe",
                "encoder runs ffmpeg",
                "encoder takes from S3",
                "encoder puts into S3",
                "encoder sends media.job.changed",
                "encoder sends media.ready",
                "catalog handles media.ready"));
        for (JsonNode span : spans) {
            String service = span.at("/localEndpoint/serviceName").asText();
            missing.remove(service);
            if (span.at("/tags").has("db.operation")) {
                missing.remove(service + "'s statements");
            }
            missing.remove(service
                    + switch (span.path("name").asText()) {
                        case "redis ask" -> " asks Redis";
                        case "redis lock" -> " locks in Redis";
                        case "redis forget" -> " forgets in Redis";
                        case "ffprobe" -> " runs ffprobe";
                        case "ffmpeg" -> " runs ffmpeg";
                        case "s3 download" -> " takes from S3";
                        case "s3 upload" -> " puts into S3";
                        default -> "";
                    });
            String verb = span.at("/tags/messaging.operation.type").asText().equals("send") ? " sends " : " handles ";
            missing.remove(service + verb + span.at("/tags/ce_type").asText());
        }
        return missing;
    }

    private JsonNode spansOf(String trace) throws IOException, InterruptedException {
        URI zipkin = consul.instances("zipkin").getFirst();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(zipkin.resolve("/api/v2/trace/" + trace))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : JSON.createArrayNode();
    }

    private static ConditionFactory patiently() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptionsInstanceOf(IOException.class);
    }
}
