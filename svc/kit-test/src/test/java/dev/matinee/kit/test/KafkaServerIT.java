package dev.matinee.kit.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaServerIT {
    private final KafkaServer server = KafkaServer.shared();

    @Test
    void shareGroup_receivesWhatWasSentBeforeAndAfterRestart() throws Exception {
        server.createTopic("kit.work", 2);
        try (Admin admin = server.admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, "kit"),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        send("one");
        server.stop();
        server.start();
        send("two");

        List<String> received = new ArrayList<>();
        try (KafkaShareConsumer<String, String> consumer = new KafkaShareConsumer<>(
                Map.of("bootstrap.servers", server.bootstrap(), "group.id", "kit"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("kit.work"));
            await().atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(found -> received.add(found.value()));
                return received.size() >= 2;
            });
        }
        assertThat(received).containsExactlyInAnyOrder("one", "two");
    }

    private void send(String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server.bootstrap()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kit.work", value)).get(30, TimeUnit.SECONDS);
        }
    }
}
