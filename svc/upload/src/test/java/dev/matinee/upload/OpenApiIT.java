package dev.matinee.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.config.Config;
import io.helidon.config.ConfigSources;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiIT {
    private static final List<String> METHODS = List.of("OPTIONS", "HEAD", "GET", "POST", "PUT", "PATCH", "DELETE");

    private final TestService service = TestService.shared();

    private static Config document() {
        return Config.just(ConfigSources.classpath("openapi/upload.yaml"));
    }

    private static List<Config> paths() {
        return document().get("paths").asNodeList().orElseThrow();
    }

    @Test
    void document_isServed() {
        var answer = service.send(HttpRequest.newBuilder(service.uri("/api/upload/v1/openapi.yaml")));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("openapi: 3.1.0");
    }

    /** Asked without a token, a method that is there is answered with anything but "no such method here". */
    @Test
    void documentedAndRouted_agree() {
        for (Config path : paths()) {
            String name = path.key().name().replace("~1", "/").replace("~0", "~");
            Set<String> documented = path.asNodeList().orElseThrow().stream()
                    .map(node -> node.key().name().toUpperCase(Locale.ROOT))
                    .filter(METHODS::contains)
                    .collect(Collectors.toCollection(TreeSet::new));
            String address = name.replace("{id}", UUID.randomUUID().toString())
                    .replace("{secret}", "A".repeat(43))
                    .replace("{user}", "ada");
            Set<String> routed = new TreeSet<>();
            for (String method : METHODS) {
                var answer = service.send(HttpRequest.newBuilder(service.uri(address))
                        .header("Tus-Resumable", "1.0.0")
                        .method(method, BodyPublishers.noBody()));
                boolean nobodyThere = (answer.statusCode() == 405 || answer.statusCode() == 404)
                        && answer.headers().firstValue("Tus-Resumable").isEmpty();
                if (!nobodyThere) {
                    routed.add(method);
                }
            }
            assertThat(routed).as(name).isEqualTo(documented);
        }
        assertThat(paths()).hasSize(8);
    }
}
