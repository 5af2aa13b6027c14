package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TimelineCommandTest {
    private static String text(String json) throws JsonProcessingException {
        return TimelineCommand.text(new ObjectMapper().readTree(json), ZoneOffset.UTC);
    }

    @Test
    void text_whatHappened_isAlignedWithTheTimeSinceTheFirst() throws Exception {
        assertThat(text("""
                        {"state": "ready", "trace_id": "0af7", "trace_url": "http://zipkin.localhost:8080/zipkin/traces/0af7",
                         "entries": [
                          {"at": "2026-05-01T12:00:00Z", "kind": "created"},
                          {"at": "2026-05-01T12:00:01.500Z", "kind": "upload_completed", "size_bytes": 22700000},
                          {"at": "2026-05-01T12:00:02Z", "kind": "queued", "place": 3},
                          {"at": "2026-05-01T12:01:05Z", "kind": "waits", "attempt": 1, "piece": "low 3", "worker": "encoder-a-0",
                           "code": "encoder_failed", "detail": "It could not be encoded."},
                          {"at": "2026-05-01T14:03:00Z", "kind": "ready", "renditions": ["240p", "audio"]}]}
                        """)).isEqualTo("""
                        TIME                 SINCE      WHAT
                        2026-05-01 12:00:00  +0.0 s     created
                        2026-05-01 12:00:01  +1.5 s     upload completed  22700000 bytes
                        2026-05-01 12:00:02  +2.0 s     queued            place 3 in the queue
                        2026-05-01 12:01:05  +1:05 min  waits             try 1, piece low 3, by encoder-a-0, encoder_failed, It could not be encoded.
                        2026-05-01 14:03:00  +2:03 h    ready             240p audio
                        the video is ready
                        its trace: http://zipkin.localhost:8080/zipkin/traces/0af7
                        """);
    }

    @Test
    void text_untraced_hasNoLineForATrace() throws Exception {
        assertThat(text("{\"state\": \"uploading\", \"entries\": []}"))
                .isEqualTo("TIME  SINCE  WHAT\nthe video is uploading\n");
    }

    @Test
    void execute_notAnId_isWrongUsage() {
        var err = new StringWriter();
        assertThat(Main.commandLine().setErr(new PrintWriter(err, true)).execute("timeline", "my-film"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("my-film").contains("Usage: matinee timeline");
    }
}
