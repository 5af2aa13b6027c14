package dev.matinee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLineTest {
    @Test
    void text_record_isReadable() {
        assertThat(LogLine.text(
                        "{\"time\":\"2026-05-01T10:00:00Z\",\"level\":\"WARNING\",\"logger\":\"dev.matinee.feed.FanOut\","
                                + "\"message\":\"Redis is away\",\"service\":\"feed\",\"trace_id\":\"abc\"}"))
                .isEqualTo("2026-05-01T10:00:00Z WARNING FanOut: Redis is away [trace abc]");
    }

    @Test
    void text_recordWithAnError_hasItsLines() {
        assertThat(LogLine.text("{\"time\":\"t\",\"level\":\"SEVERE\",\"logger\":\"Films\",\"message\":\"broken\","
                        + "\"error\":\"java.lang.IllegalStateException: no\\n\\tat Films.play\\n\"}"))
                .isEqualTo("t SEVERE Films: broken\njava.lang.IllegalStateException: no\n\tat Films.play");
    }

    @Test
    void found_record_hasItsServiceFirst() {
        assertThat(LogLine.found(
                        Json.parse("{\"@timestamp\":\"2026-05-01T10:00:00Z\",\"level\":\"INFO\",\"logger\":\"a.Films\","
                                + "\"message\":\"played\",\"service\":\"catalog\"}")))
                .isEqualTo("catalog 2026-05-01T10:00:00Z INFO Films: played");
        assertThat(LogLine.found(Json.parse("{\"@timestamp\":\"t\",\"message\":\"as it was\",\"service\":\"kafka\"}")))
                .isEqualTo("kafka t as it was");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Listening on 8080", "{\"level\":\"info\"}", "{\"time\":\"2026", "{not JSON}"})
    void text_anythingElse_isAsItWas(String line) {
        assertThat(LogLine.text(line)).isEqualTo(line);
    }
}
