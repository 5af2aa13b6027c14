package dev.matinee.upload;

import static dev.matinee.upload.TusClient.FILES;
import static dev.matinee.upload.TusClient.film;
import static dev.matinee.upload.TusClient.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.kit.http.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConcatenationIT {
    private static EventLog events;

    private final TestService service = TestService.shared();
    private final TusClient client = TusClient.creator(service);

    @BeforeAll
    static void listen() {
        events = new EventLog();
    }

    @AfterAll
    static void stop() {
        events.close();
    }

    private String partial(byte[] bytes) {
        String path = TusClient.location(service.send(client.request(FILES)
                .header("Upload-Length", String.valueOf(bytes.length))
                .header("Upload-Concat", "partial")
                .POST(BodyPublishers.noBody())));
        if (bytes.length > 0) {
            assertThat(client.patch(path, 0, bytes).statusCode()).isEqualTo(204);
        }
        return path;
    }

    private HttpResponse<String> finalOf(TusClient who, List<String> partials) {
        return service.send(who.request(FILES)
                .header("Upload-Concat", "final;" + String.join(" ", partials))
                .header("Upload-Metadata", TusClient.metadata(Map.of("filename", "whole.mp4")))
                .POST(BodyPublishers.noBody()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "6000000", "100,200,300", "5242880,5242880,1", "7000000,0,10,6000000,42", "5242879,5242881"
            })
    void final_isTheWholeOfAnySplit(String sizes) throws Exception {
        List<String> partials = new ArrayList<>();
        int total = 0;
        for (String size : sizes.split(",", -1)) {
            total += Integer.parseInt(size);
        }
        byte[] film = film(total, total);
        int at = 0;
        for (String size : sizes.split(",", -1)) {
            int end = at + Integer.parseInt(size);
            partials.add(partial(slice(film, at, end)));
            at = end;
        }
        HttpResponse<String> made = finalOf(client, partials);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String path = TusClient.location(made);
        var head = client.head(path);
        assertThat(head.headers().firstValueAsLong("Upload-Length")).hasValue(total);
        assertThat(head.headers().firstValueAsLong("Upload-Offset")).hasValue(total);
        assertThat(head.headers().firstValue("Upload-Concat")).hasValue("final;" + String.join(" ", partials));
        assertThat(Stored.object(service, TusClient.id(path))).isEqualTo(film);
        var event = events.await("upload.completed", TusClient.id(path));
        assertThat(event.at("/source/size_bytes").asLong()).isEqualTo(total);
        for (String partial : partials) {
            assertThat(events.find("upload.completed", TusClient.id(partial))).isEmpty();
            assertThat(Stored.keys(service)).doesNotContain("u/" + TusClient.id(partial));
            assertThat(client.head(partial).statusCode()).isEqualTo(410);
        }
        assertThat(Stored.multiparts(service)).doesNotContain(TusClient.id(path));
    }

    @Test
    void final_askedAgain_isTheSame() {
        List<String> partials = List.of(partial(film(100, 1)), partial(film(200, 2)));
        String first = TusClient.location(finalOf(client, partials));
        HttpResponse<String> again = finalOf(client, partials);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(TusClient.location(again)).isEqualTo(first);
        events.await("upload.completed", TusClient.id(first));
        assertThat(events.find("upload.completed", TusClient.id(first))).hasSize(1);
    }

    @Test
    void final_takesNoBytes() throws Exception {
        String path = TusClient.location(finalOf(client, List.of(partial(film(100, 3)))));
        var answer = client.patch(path, 100, new byte[1]);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(Json.mapper().readTree(answer.body()).get("code").asText()).isEqualTo("final_upload");
    }

    @Test
    void final_ofSomebodyElses_isRefused() throws Exception {
        String mine = partial(film(100, 4));
        TusClient other = TusClient.creator(service);
        for (List<String> partials : List.of(List.of(mine), List.of(FILES + "/" + UUID.randomUUID()))) {
            HttpResponse<String> answer = finalOf(other, partials);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(Json.mapper().readTree(answer.body()).get("code").asText())
                    .isEqualTo("partial_not_found");
        }
        assertThat(client.offset(mine)).isEqualTo(100);
    }

    @Test
    void final_ofUnfinishedOrWholeUploads_isRefused() {
        String unfinished = TusClient.location(service.send(client.request(FILES)
                .header("Upload-Length", "100")
                .header("Upload-Concat", "partial")
                .POST(BodyPublishers.noBody())));
        assertThat(client.head(unfinished).headers().firstValue("Upload-Concat"))
                .hasValue("partial");
        assertThat(finalOf(client, List.of(unfinished)).statusCode()).isEqualTo(400);
        String whole = client.begin(100);
        assertThat(client.patch(whole, 0, film(100, 5)).statusCode()).isEqualTo(204);
        assertThat(finalOf(client, List.of(whole)).statusCode()).isEqualTo(404);
    }

    @Test
    void final_withALength_isRefused() {
        var answer = service.send(client.request(FILES)
                .header("Upload-Length", "100")
                .header("Upload-Concat", "final;" + partial(film(100, 6)))
                .POST(BodyPublishers.noBody()));
        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
