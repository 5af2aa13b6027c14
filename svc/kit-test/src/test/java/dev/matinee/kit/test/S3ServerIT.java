package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class S3ServerIT {
    private final S3Server server = S3Server.shared();

    @Test
    void newBucket_isRefusedToStrangers() throws Exception {
        String bucket = server.newBucket();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(server.endpoint() + "/" + bucket + "/x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("AccessDenied");
        }
    }
}
