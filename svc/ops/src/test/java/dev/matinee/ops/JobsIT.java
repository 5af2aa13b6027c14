package dev.matinee.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.matinee.kit.test.NomadServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Nomad says, as production has it: TLS both ways, and no more rights than the job's policy gives. */
class JobsIT {
    private static final NomadServer NOMAD = NomadServer.shared();

    private static final String TOKEN = NOMAD.tokenOf("ops");
    private static final RunningOps OPS = withToken(TOKEN);

    @TempDir
    private static Path folder;

    private static RunningOps withToken(String token) {
        return new RunningOps(Map.of(
                "nomad.url", NOMAD.url().toString(),
                "nomad.token", token,
                "nomad.ca", NOMAD.authority().toString(),
                "nomad.certificate", NOMAD.certificate().toString(),
                "nomad.key", NOMAD.key().toString()));
    }

    @BeforeAll
    static void run() throws Exception {
        Path job = folder.resolve("waits.nomad.hcl");
        Files.writeString(job, """
                job "waits" {
                  group "waits" {
                    count = 2
                    task "waits" {
                      driver = "raw_exec"
                      config {
                        command = "/bin/true"
                      }
                    }
                  }
                }
                """);
        NOMAD.nomad("job", "run", "-detach", job.toString());
    }

    @AfterAll
    static void stop() {
        OPS.close();
    }

    @Test
    void jobs_areTold_withWhatCannotBePlaced() {
        RunningOps.eventually().untilAsserted(() -> {
            Answer answer = OPS.get("/jobs");
            assertThat(answer.json().path("away").size())
                    .as(answer.response().body())
                    .isZero();
            JsonNode job = answer.json().path("data").path(0);
            assertThat(job.path("name").asText()).isEqualTo("waits");
            assertThat(job.path("type").asText()).isEqualTo("service");
            assertThat(job.path("desired").asInt()).isEqualTo(2);
            assertThat(job.path("running").asInt()).isZero();
        });
    }

    @Test
    void jobs_areNotTouchedByTheirPolicy() throws Exception {
        HttpResponse<String> answer = NomadTls.with(
                        new OpsConfig.Tls(NOMAD.authority(), NOMAD.certificate(), NOMAD.key()), HttpClient.newBuilder())
                .build()
                .send(
                        HttpRequest.newBuilder(NOMAD.url().resolve("/v1/job/waits"))
                                .header("X-Nomad-Token", TOKEN)
                                .DELETE()
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void whoShowsNoToken_isToldNothing() {
        try (RunningOps stranger = withToken("")) {
            assertThat(stranger.get("/jobs")
                            .json()
                            .path("away")
                            .path(0)
                            .path("source")
                            .asText())
                    .isEqualTo("nomad");
        }
    }
}
