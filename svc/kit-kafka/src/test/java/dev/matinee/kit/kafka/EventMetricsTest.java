package dev.matinee.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.EventType;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventMetricsTest {
    @ParameterizedTest
    @EnumSource(EventType.class)
    void type_ofTheContract_isItsName(EventType type) {
        assertThat(EventMetrics.type(record(type.ceType()))).isEqualTo(type.ceType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "made.up.1", "content.video.published ", "\u0000"})
    void type_madeUp_isUnknown(String type) {
        assertThat(EventMetrics.type(record(type))).isEqualTo("unknown");
    }

    @Test
    void type_noHeader_isUnknown() {
        assertThat(EventMetrics.type(new ConsumerRecord<>("content.events", 0, 0, "key", new byte[0])))
                .isEqualTo("unknown");
    }

    private static ConsumerRecord<String, byte[]> record(String type) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("content.events", 0, 0, "key", new byte[0]);
        record.headers().add("ce_type", type.getBytes(StandardCharsets.UTF_8));
        return record;
    }
}
