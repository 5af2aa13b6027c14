package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** Records are CloudEvents to whoever reads them with the SDK of its project. */
class EventRecordsTest {
    @Test
    void record_isACloudEvent() {
        UUID id = UUID.randomUUID();
        Instant time = Instant.parse("2026-05-01T10:00:00.123456Z");
        ProducerRecord<String, byte[]> record = EventRecords.of(
                id,
                "content.video.published",
                "/catalog",
                OffsetDateTime.parse("2026-05-01T10:00:00.123456Z"),
                "content.events",
                "v1",
                "{}".getBytes(StandardCharsets.UTF_8));
        CloudEvent event = KafkaMessageFactory.createReader(record.headers(), record.value())
                .toEvent();
        assertThat(event.getId()).isEqualTo(id.toString());
        assertThat(event.getType()).isEqualTo("content.video.published");
        assertThat(event.getSource()).hasToString("/catalog");
        assertThat(event.getSubject()).isEqualTo("v1");
        assertThat(Objects.requireNonNull(event.getTime()).toInstant()).isEqualTo(time);
        assertThat(event.getDataContentType()).isEqualTo("application/json");
        assertThat(Objects.requireNonNull(event.getData()).toBytes()).isEqualTo("{}".getBytes(StandardCharsets.UTF_8));
        assertThat(record.key()).isEqualTo("v1");
        assertThat(record.topic()).isEqualTo("content.events");
    }
}
