package dev.matinee.notify;

import static dev.matinee.notify.RunningNotify.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.matinee.events.EventType;
import dev.matinee.events.NotificationSent;
import dev.matinee.events.Topic;
import dev.matinee.kit.kafka.EventRecords;
import dev.matinee.kit.kafka.KafkaSettings;
import dev.matinee.kit.test.KafkaServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What notify says of itself: who was told what, by which medium. */
class NotificationSentIT {
    private static final RunningNotify NOTIFY = RunningNotify.shared();

    @Test
    void whatStandsInAnInbox_isSaid() {
        String owner = "owner-" + Says.id();
        String film = Says.id();
        for (int revision = 1; revision <= 2; revision++) {
            NOTIFY.handled(NOTIFY.say(
                    EventType.VIDEO_UPDATED,
                    Says.video(
                            film,
                            Says.id(),
                            owner,
                            "Night train",
                            "private",
                            revision == 1 ? "processing" : "ready",
                            revision)));
        }
        String told = NOTIFY.inbox(owner).getFirst().path("id").asText();
        eventually()
                .untilAsserted(() ->
                        assertThat(said(owner)).containsExactly(new NotificationSent(told, owner, "ready", "in_app")));
    }

    private static List<NotificationSent> said(String member) {
        List<NotificationSent> said = new ArrayList<>();
        KafkaSettings kafka = new KafkaSettings(KafkaServer.shared().bootstrap(), "test");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka.consumer("test-" + UUID.randomUUID()))) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.NOTIFY_EVENTS.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> EventRecords.read(record)
                                .map(event -> (NotificationSent) event.data())
                                .filter(sent -> sent.member().equals(member))
                                .ifPresent(said::add));
            }
        }
        return said;
    }
}
