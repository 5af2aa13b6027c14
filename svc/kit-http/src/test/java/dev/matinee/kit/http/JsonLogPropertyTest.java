package dev.matinee.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JsonLogPropertyTest {
    private final JsonLog log = new JsonLog(Map.of(
            "NOMAD_JOB_NAME", "films", "SERVICE_ID", "films-1", "SERVICE_VERSION", "9.9.9", "NOMAD_ALLOC_ID", "a-b"));

    @Property
    void format_anyText_isOneLineThatSaysIt(@ForAll String message) throws JsonProcessingException {
        String line = log.format(new LogRecord(Level.INFO, message));

        assertThat(line).endsWith("\n");
        assertThat(line.lines()).hasSize(1);
        assertThat(parsed(line).path("message").asText()).isEqualTo(message);
    }

    @Example
    void format_record_saysWhenWhereAndWhoseItIs() throws JsonProcessingException {
        LogRecord record = new LogRecord(Level.WARNING, "{0} is away");
        record.setParameters(new Object[] {"Redis"});
        record.setLoggerName("dev.matinee.films.Films");
        record.setInstant(Instant.parse("2026-05-01T10:00:00.5Z"));

        assertThat(parsed(log.format(record))).isEqualTo(parsed("""
                {"time":"2026-05-01T10:00:00.500Z","level":"WARNING","logger":"dev.matinee.films.Films",
                 "message":"Redis is away","service":"films","version":"9.9.9","instance":"films-1","allocation":"a-b"}
                """));
    }

    @Example
    void format_failure_isWithinTheSameLineAndBounded() throws JsonProcessingException {
        LogRecord record = new LogRecord(Level.SEVERE, "broken");
        record.setThrown(new IllegalStateException("x".repeat(100_000)));

        String line = log.format(record);

        assertThat(line.lines()).hasSize(1);
        assertThat(line).hasSizeLessThan(20_000);
        assertThat(parsed(line).path("error").asText()).startsWith("java.lang.IllegalStateException: xxx");
    }

    private static JsonNode parsed(String line) throws JsonProcessingException {
        return new JsonMapper().readTree(line);
    }
}
